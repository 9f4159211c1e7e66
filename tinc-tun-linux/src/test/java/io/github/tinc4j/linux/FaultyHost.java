package io.github.tinc4j.linux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The real calls, the next of which can be made to fail. Knows which descriptors it has made. A
 * call may happen on any thread.
 */
@NullMarked
final class FaultyHost implements HostCalls {

  /** A call that can be made to fail. */
  enum Call {
    SOCKET,
    SETSOCKOPT,
    GETSOCKNAME,
    BIND,
    LISTEN,
    DUP3,
    SETPRIORITY
  }

  private final HostCalls real = LibcHost.load();
  private final Map<Call, Deque<Integer>> faults = new EnumMap<>(Call.class);
  private final Set<Integer> open = new HashSet<>();
  private final ThreadLocal<Integer> errno = ThreadLocal.withInitial(() -> 0);

  /** Orders the errors of the next calls of that kind, one each; 0 lets one through. */
  synchronized void failNext(Call call, int... errnos) {
    for (int number : errnos) {
      faults.computeIfAbsent(call, c -> new ArrayDeque<>()).add(number);
    }
  }

  /** Descriptors that these calls have made by {@code socket} and not closed. */
  synchronized Set<Integer> openDescriptors() {
    return Set.copyOf(open);
  }

  private synchronized boolean fails(Call call) {
    Deque<Integer> ordered = faults.get(call);
    Integer number = ordered == null ? null : ordered.poll();
    errno.set(number == null ? 0 : number);
    return number != null && number != 0;
  }

  @Override
  public int errno() {
    int ordered = errno.get();
    return ordered == 0 ? real.errno() : ordered;
  }

  @Override
  public String errorText(int number) {
    return real.errorText(number);
  }

  @Override
  public int socket(int family, int type, int protocol) {
    if (fails(Call.SOCKET)) {
      return -1;
    }
    int fd = real.socket(family, type, protocol);
    synchronized (this) {
      open.add(fd);
    }
    return fd;
  }

  @Override
  public int setsockopt(int fd, int level, int option, long value, int size) {
    return fails(Call.SETSOCKOPT) ? -1 : real.setsockopt(fd, level, option, value, size);
  }

  @Override
  public int getsockopt(int fd, int level, int option, long value, long size) {
    return real.getsockopt(fd, level, option, value, size);
  }

  @Override
  public int bind(int fd, long address, int size) {
    return fails(Call.BIND) ? -1 : real.bind(fd, address, size);
  }

  @Override
  public int getsockname(int fd, long address, long size) {
    return fails(Call.GETSOCKNAME) ? -1 : real.getsockname(fd, address, size);
  }

  @Override
  public int listen(int fd, int backlog) {
    return fails(Call.LISTEN) ? -1 : real.listen(fd, backlog);
  }

  @Override
  public int dup3(int from, int to, int flags) {
    return fails(Call.DUP3) ? -1 : real.dup3(from, to, flags);
  }

  @Override
  public int setpriority(int which, int who, int nice) {
    return fails(Call.SETPRIORITY) ? -1 : real.setpriority(which, who, nice);
  }

  @Override
  public int close(int fd) {
    synchronized (this) {
      open.remove(fd);
    }
    return real.close(fd);
  }

  @Override
  public int recvmmsg(int fd, long messages, int count, int flags) {
    throw new AssertionError("nothing is received here");
  }

  @Override
  public int sendmmsg(int fd, long messages, int count, int flags) {
    throw new AssertionError("nothing is sent here");
  }

  @Override
  public int shutdown(int fd, int how) {
    throw new AssertionError("nothing is shut down here");
  }
}
