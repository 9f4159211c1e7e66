package io.github.tinc4j.linux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The real calls, the next of which can be made to fail. Knows which descriptors are open. A call
 * may happen on any thread.
 */
@NullMarked
final class FaultyLinks implements LinkCalls {

  /** A call that can be made to fail. */
  enum Call {
    SOCKET,
    SETSOCKOPT,
    IOCTL,
    BIND,
    CONNECT,
    LISTEN,
    ACCEPT,
    READ,
    WRITE,
    SEND,
    RECVMSG,
    FCNTL,
    POLL,
    EVENTFD
  }

  private final LinkCalls real = LibcLinks.load();
  private final Map<Call, Deque<Integer>> faults = new EnumMap<>(Call.class);
  private final Set<Integer> open = new HashSet<>();
  private final ThreadLocal<int[]> errno = ThreadLocal.withInitial(() -> new int[1]);

  /** Orders the errors of the next calls of that kind, one each; 0 lets one through. */
  synchronized void failNext(Call call, int... errnos) {
    for (int number : errnos) {
      faults.computeIfAbsent(call, c -> new ArrayDeque<>()).add(number);
    }
  }

  /** Has this thread see that error, of a call that is none of these. */
  void setErrno(int number) {
    errno.get()[0] = number;
  }

  /** Descriptors that these calls have made and not closed. */
  synchronized Set<Integer> openDescriptors() {
    return Set.copyOf(open);
  }

  private synchronized boolean fails(Call call) {
    Deque<Integer> ordered = faults.get(call);
    Integer number = ordered == null ? null : ordered.poll();
    errno.get()[0] = number == null ? 0 : number;
    return number != null && number != 0;
  }

  private synchronized int opened(int fd) {
    if (fd >= 0) {
      open.add(fd);
    }
    return fd;
  }

  @Override
  public int errno() {
    int ordered = errno.get()[0];
    return ordered == 0 ? real.errno() : ordered;
  }

  @Override
  public String errorText(int number) {
    return real.errorText(number);
  }

  @Override
  public int open(long path, int flags) {
    return opened(real.open(path, flags));
  }

  @Override
  public int ioctl(int fd, long request, long argument) {
    return fails(Call.IOCTL) ? -1 : real.ioctl(fd, request, argument);
  }

  @Override
  public long read(int fd, long buffer, long size) {
    return fails(Call.READ) ? -1 : real.read(fd, buffer, size);
  }

  @Override
  public long write(int fd, long buffer, long size) {
    return fails(Call.WRITE) ? -1 : real.write(fd, buffer, size);
  }

  @Override
  public int poll(long pollfds, int count, int timeoutMs) {
    return fails(Call.POLL) ? -1 : real.poll(pollfds, count, timeoutMs);
  }

  @Override
  public int eventfd(int flags) {
    return fails(Call.EVENTFD) ? -1 : opened(real.eventfd(flags));
  }

  @Override
  public synchronized int close(int fd) {
    open.remove(fd);
    return real.close(fd);
  }

  @Override
  public int socket(int family, int type, int protocol) {
    return fails(Call.SOCKET) ? -1 : opened(real.socket(family, type, protocol));
  }

  @Override
  public int setsockopt(int fd, int level, int option, long value, int size) {
    return fails(Call.SETSOCKOPT) ? -1 : real.setsockopt(fd, level, option, value, size);
  }

  @Override
  public int bind(int fd, long address, int size) {
    return fails(Call.BIND) ? -1 : real.bind(fd, address, size);
  }

  @Override
  public int connect(int fd, long address, int size) {
    return fails(Call.CONNECT) ? -1 : real.connect(fd, address, size);
  }

  @Override
  public int listen(int fd, int backlog) {
    return fails(Call.LISTEN) ? -1 : real.listen(fd, backlog);
  }

  @Override
  public int accept(int fd, int flags) {
    return fails(Call.ACCEPT) ? -1 : opened(real.accept(fd, flags));
  }

  @Override
  public long send(int fd, long buffer, long size, int flags) {
    return fails(Call.SEND) ? -1 : real.send(fd, buffer, size, flags);
  }

  @Override
  public long recvmsg(int fd, long message, int flags) {
    return fails(Call.RECVMSG) ? -1 : real.recvmsg(fd, message, flags);
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    return fails(Call.FCNTL) ? -1 : real.fcntl(fd, command, argument);
  }

  @Override
  public int unlink(long path) {
    return real.unlink(path);
  }
}
