package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;

/**
 * A kernel with one tun interface, as far as a device sees it: packets wait in a queue, errors can
 * be ordered for the next calls, and a call with a descriptor that is not open is an {@link
 * AssertionError}. A call may happen on any thread.
 */
@NullMarked
final class FakeKernel implements SystemCalls {

  /** A call that can be made to fail. */
  enum Call {
    OPEN,
    IOCTL,
    OFFLOAD,
    MAC,
    READ,
    WRITE,
    WAKE,
    POLL,
    EVENTFD
  }

  /** The address of a tap interface. */
  static final byte[] MAC = {2, 1, 2, 3, 4, 5};

  private static final int FIRST_FD = 100;

  // poll.h
  private static final int POLLIN = 1;
  private static final int POLLFD_SIZE = 8;
  private static final int POLLFD_REVENTS = 6;

  private final Deque<byte[]> incoming = new ArrayDeque<>();
  private final List<byte[]> written = new ArrayList<>();
  private final Map<Call, Deque<Integer>> faults = new EnumMap<>(Call.class);
  private final Set<Integer> open = new TreeSet<>();
  private final ThreadLocal<Integer> errno = ThreadLocal.withInitial(() -> 0);
  private final CountDownLatch polled = new CountDownLatch(1);
  private int nextFd = FIRST_FD;
  private int tunFd = -1;
  private int wakeFd = -1;
  private long wakes;
  private int polls;
  private int reads;
  private short tunEvents;
  private String givenName = "tun7";
  private String requestedName = "";
  private int requestedFlags;
  private final List<Integer> offloads = new ArrayList<>();
  private String openedPath = "";
  private int openFlags;

  /** Orders the errors of the next calls of that kind, one each. */
  synchronized void failNext(Call call, int... errnos) {
    for (int number : errnos) {
      faults.computeIfAbsent(call, c -> new ArrayDeque<>()).add(number);
    }
  }

  /** A packet from the host. */
  synchronized void arrive(byte[] packet) {
    incoming.add(packet);
    notifyAll();
  }

  /** What poll reports of the interface beside the packets, such as POLLERR. */
  synchronized void report(int events) {
    tunEvents = (short) events;
    notifyAll();
  }

  synchronized void giveName(String name) {
    givenName = name;
  }

  synchronized List<byte[]> written() {
    return List.copyOf(written);
  }

  synchronized Set<Integer> openDescriptors() {
    return Set.copyOf(open);
  }

  synchronized int polls() {
    return polls;
  }

  synchronized int reads() {
    return reads;
  }

  synchronized String requestedName() {
    return requestedName;
  }

  synchronized int requestedFlags() {
    return requestedFlags;
  }

  /** All that was asked for by TUNSETOFFLOAD, also what was refused. */
  synchronized List<Integer> offloads() {
    return List.copyOf(offloads);
  }

  synchronized String openedPath() {
    return openedPath;
  }

  synchronized int openFlags() {
    return openFlags;
  }

  /** Opened when a call has blocked in poll for the first time. */
  CountDownLatch polled() {
    return polled;
  }

  @Override
  public synchronized int open(long path, int flags) {
    if (fails(Call.OPEN)) {
      return -1;
    }
    openedPath = new Pointer(path).getString(0, UTF_8.name());
    openFlags = flags;
    tunFd = newFd();
    return tunFd;
  }

  @Override
  public synchronized int ioctl(int fd, long request, long argument) {
    check(fd, tunFd);
    if (request == TunOffload.TUNSETOFFLOAD) {
      offloads.add((int) argument);
      return fails(Call.OFFLOAD) ? -1 : 0;
    }
    if (request == TunOpener.SIOCGIFHWADDR) {
      new Pointer(argument).write(TunOpener.IFREQ_MAC, MAC, 0, MAC.length);
      return fails(Call.MAC) ? -1 : 0;
    }
    if (fails(Call.IOCTL)) {
      return -1;
    }
    if (request != TunOpener.TUNSETIFF) {
      throw new AssertionError("ioctl " + request);
    }
    var ifreq = new Pointer(argument);
    requestedName = ifreq.getString(0, UTF_8.name());
    requestedFlags = ifreq.getShort(TunOpener.IFREQ_FLAGS);
    byte[] name = new byte[TunOpener.IFNAMSIZ];
    byte[] given = givenName.getBytes(UTF_8);
    System.arraycopy(given, 0, name, 0, given.length);
    ifreq.write(0, name, 0, name.length);
    return 0;
  }

  @Override
  public synchronized long read(int fd, long buffer, long size) {
    check(fd, tunFd);
    reads++;
    if (fails(Call.READ)) {
      return errno() == 0 ? 0 : -1;
    }
    byte[] packet = incoming.poll();
    if (packet == null) {
      errno.set(Errno.EAGAIN);
      return -1;
    }
    int length = (int) Math.min(size, packet.length);
    new Pointer(buffer).write(0, packet, 0, length);
    return length;
  }

  @Override
  public synchronized long write(int fd, long buffer, long size) {
    if (fd == wakeFd) {
      check(fd, wakeFd);
      if (fails(Call.WAKE)) {
        return -1;
      }
      wakes += new Pointer(buffer).getLong(0);
      notifyAll();
      return size;
    }
    check(fd, tunFd);
    if (fails(Call.WRITE)) {
      return -1;
    }
    written.add(new Pointer(buffer).getByteArray(0, (int) size));
    return size;
  }

  @Override
  public synchronized int poll(long pollfds, int count, int timeoutMs) {
    var entries = new Pointer(pollfds);
    check(entries.getInt(0), tunFd);
    check(entries.getInt(POLLFD_SIZE), wakeFd);
    if (timeoutMs != -1) {
      throw new AssertionError("a wait for packets has no time limit, this has " + timeoutMs);
    }
    polls++;
    if (fails(Call.POLL)) {
      return -1;
    }
    while (incoming.isEmpty() && wakes == 0 && tunEvents == 0) {
      polled.countDown();
      try {
        wait();
      } catch (InterruptedException e) {
        throw new AssertionError("a real poll knows no Java interrupt", e);
      }
    }
    int fromTun = tunEvents | (incoming.isEmpty() ? 0 : POLLIN);
    int fromWake = wakes == 0 ? 0 : POLLIN;
    entries.setShort(POLLFD_REVENTS, (short) fromTun);
    entries.setShort(POLLFD_SIZE + POLLFD_REVENTS, (short) fromWake);
    return (fromTun == 0 ? 0 : 1) + (fromWake == 0 ? 0 : 1);
  }

  @Override
  public synchronized int eventfd(int flags) {
    if (fails(Call.EVENTFD)) {
      return -1;
    }
    wakeFd = newFd();
    return wakeFd;
  }

  @Override
  public synchronized int close(int fd) {
    check(fd, fd);
    open.remove(fd);
    return 0;
  }

  @Override
  public int errno() {
    return errno.get();
  }

  @Override
  public String errorText(int number) {
    return "error " + number;
  }

  private int newFd() {
    int fd = nextFd++;
    open.add(fd);
    return fd;
  }

  private void check(int fd, int expected) {
    if (fd != expected || !open.contains(fd)) {
      throw new AssertionError("descriptor " + fd + ", open are " + open);
    }
  }

  private boolean fails(Call call) {
    Integer number = faults.computeIfAbsent(call, c -> new ArrayDeque<>()).poll();
    if (number == null) {
      return false;
    }
    errno.set(number);
    return true;
  }
}
