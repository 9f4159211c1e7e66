package io.github.tinc4j.bsd;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;

/**
 * A kernel of a BSD or of macOS with one tun, tap or utun interface, as far as a device sees it.
 * Its numbers and layouts are written down here once more, from the same headers. Packets of the
 * host wait in a queue, errors can be ordered for the next calls, and what a program must not do (a
 * descriptor that is not open, a read that would block for ever) is an {@link AssertionError}. A
 * call may happen on any thread.
 */
@NullMarked
final class FakeBsd implements SystemCalls {

  /** A call that can be made to fail. */
  enum Call {
    OPEN,
    SOCKET,
    CONNECT,
    GETSOCKOPT,
    PIPE,
    FCNTL,
    SET_MODE,
    SET_HEAD,
    GET_NAME,
    CONTROL_INFO,
    READ,
    WRITE,
    WAKE,
    POLL,
    GETIFADDRS
  }

  /** The numbers of a system; 0 for a request that it does not know. */
  record Numbers(
      long setMode, long setHead, long tunName, long tapName, int inet6, boolean headAtFirst) {}

  static final Numbers FREEBSD =
      new Numbers(0x8004745eL, 0x80047460L, 0x4020745dL, 0x4020745dL, 28, false);
  static final Numbers DRAGONFLY =
      new Numbers(0x8004745eL, 0x80047460L, 0x40207462L, 0x4020745dL, 28, false);
  static final Numbers OPENBSD = new Numbers(0x8004745dL, 0, 0, 0, 24, true);
  static final Numbers NETBSD = new Numbers(0x80047458L, 0x80047442L, 0, 0x40906500L, 24, false);
  static final Numbers MACOS = new Numbers(0, 0, 0, 0, 30, true);

  static final int O_NONBLOCK = 4;

  /** In place of an error: none. */
  private static final int WORKS = -1;

  private static final int EBADF = 9;
  private static final int CONTROL_ID = 7;
  private static final int TUNMRU = 16_384;
  private static final int FIRST_FD = 100;

  private final Numbers numbers;
  private final Deque<byte[]> incoming = new ArrayDeque<>();
  private final List<byte[]> written = new ArrayList<>();
  private final Map<Call, Deque<Integer>> faults = new EnumMap<>(Call.class);
  private final Map<Integer, Integer> statusFlags = new HashMap<>();
  private final Set<Integer> open = new TreeSet<>();
  private final Set<Integer> inherited = new TreeSet<>();
  private final ThreadLocal<Integer> errno = ThreadLocal.withInitial(() -> 0);
  private final CountDownLatch polled = new CountDownLatch(1);
  private final FakeAddresses addresses = new FakeAddresses();
  private int nextFd = FIRST_FD;
  private int deviceFd = -1;
  private int wakeReadFd = -1;
  private int wakeWriteFd = -1;
  private boolean woken;
  private boolean tap;
  private boolean head;
  private boolean ready = true;
  private int cutFromWrites;
  private int deviceEvents;
  private int polls;
  private int pauses;
  private int reads;
  private int mode;
  private String givenName = "";
  private String openedPath = "";
  private int openFlags;
  private List<Integer> socketArguments = List.of();
  private byte[] connectedTo = {};

  FakeBsd(Numbers numbers) {
    this.numbers = numbers;
    head = numbers.headAtFirst();
  }

  /** Orders the errors of the next calls of that kind, one each. */
  synchronized void failNext(Call call, int... errnos) {
    for (int number : errnos) {
      faults.computeIfAbsent(call, c -> new ArrayDeque<>()).add(number);
    }
  }

  /** Orders an error for one call of that kind, after so many that work. */
  synchronized void failLater(Call call, int works, int errno) {
    Deque<Integer> order = faults.computeIfAbsent(call, c -> new ArrayDeque<>());
    for (int i = 0; i < works; i++) {
      order.add(WORKS);
    }
    order.add(errno);
  }

  /** A packet that the host sends by the interface; an IP packet or a frame. */
  synchronized void arrive(byte[] packet) {
    boolean withHead = head && !tap;
    byte[] framed = packet;
    if (withHead) {
      framed = ByteBuffer.allocate(4 + packet.length).putInt(familyOf(packet)).put(packet).array();
    }
    arriveAsItIs(framed);
  }

  /** What a read brings, whatever it is. */
  synchronized void arriveAsItIs(byte[] bytes) {
    incoming.add(bytes);
    notifyAll();
  }

  /** What poll reports of the interface beside the packets, such as POLLERR. */
  synchronized void report(int events) {
    deviceEvents = events;
    notifyAll();
  }

  /** Whether the interface is up and has an address. */
  synchronized void setReady(boolean ready) {
    this.ready = ready;
  }

  /** The next writes say that they have taken so many bytes less. */
  synchronized void cutWritesBy(int bytes) {
    cutFromWrites = bytes;
  }

  /** The name that the kernel gives the interface, when it is asked. */
  synchronized void giveName(String name) {
    givenName = name;
  }

  /** What a program before has left switched on. */
  synchronized void leaveHeadOn() {
    head = true;
  }

  FakeAddresses addresses() {
    return addresses;
  }

  /** Packets that reached the host, without what goes before them. */
  synchronized List<byte[]> written() {
    return List.copyOf(written);
  }

  synchronized Set<Integer> openDescriptors() {
    return Set.copyOf(open);
  }

  /** Open descriptors that a program that is started would get. */
  synchronized Set<Integer> inheritedDescriptors() {
    Set<Integer> both = new TreeSet<>(inherited);
    both.retainAll(open);
    return both;
  }

  /** Open descriptors whose calls return at once. */
  synchronized Set<Integer> nonBlockingDescriptors() {
    Set<Integer> those = new TreeSet<>(open);
    those.removeIf(fd -> statusFlags.getOrDefault(fd, 0) != O_NONBLOCK);
    return those;
  }

  synchronized boolean isHeadOn() {
    return head;
  }

  synchronized int mode() {
    return mode;
  }

  synchronized int polls() {
    return polls;
  }

  /** Waits with a time limit, which end at once here. */
  synchronized int pauses() {
    return pauses;
  }

  synchronized int reads() {
    return reads;
  }

  synchronized String openedPath() {
    return openedPath;
  }

  synchronized int openFlags() {
    return openFlags;
  }

  synchronized List<Integer> socketArguments() {
    return socketArguments;
  }

  synchronized byte[] connectedTo() {
    return connectedTo.clone();
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
    tap = openedPath.contains("tap");
    deviceFd = newFd();
    return deviceFd;
  }

  @Override
  public synchronized int socket(int domain, int type, int protocol) {
    if (fails(Call.SOCKET)) {
      return -1;
    }
    socketArguments = List.of(domain, type, protocol);
    deviceFd = newFd();
    return deviceFd;
  }

  @Override
  public synchronized int connect(int fd, long sockaddr, int size) {
    check(fd, deviceFd);
    if (fails(Call.CONNECT)) {
      return -1;
    }
    connectedTo = new Pointer(sockaddr).getByteArray(0, size);
    return 0;
  }

  @Override
  public synchronized int getsockopt(int fd, int level, int option, long value, long size) {
    check(fd, deviceFd);
    if (fails(Call.GETSOCKOPT)) {
      return -1;
    }
    if (level != 2 || option != 2) {
      throw new AssertionError("getsockopt " + level + ", " + option);
    }
    byte[] name = Arrays.copyOf(givenName.getBytes(UTF_8), givenName.length() + 1);
    var sizeInt = new Pointer(size);
    if (sizeInt.getInt(0) < name.length) {
      throw new AssertionError("no room for " + givenName);
    }
    new Pointer(value).write(0, name, 0, name.length);
    sizeInt.setInt(0, name.length);
    return 0;
  }

  @Override
  public synchronized int pipe(long descriptors) {
    if (fails(Call.PIPE)) {
      return -1;
    }
    wakeReadFd = newFd();
    wakeWriteFd = newFd();
    var two = new Pointer(descriptors);
    two.setInt(0, wakeReadFd);
    two.setInt(4, wakeWriteFd);
    return 0;
  }

  @Override
  public synchronized int fcntl(int fd, int command, int argument) {
    check(fd, fd);
    if (fails(Call.FCNTL)) {
      return -1;
    }
    switch (command) {
      case 2 -> { // F_SETFD
        if (argument == 1) {
          inherited.remove(fd);
        }
      }
      case 4 -> statusFlags.put(fd, argument); // F_SETFL
      default -> throw new AssertionError("fcntl " + command);
    }
    return 0;
  }

  @Override
  public synchronized int ioctl(int fd, long request, long argument) {
    check(fd, deviceFd);
    var parameter = new Pointer(argument);
    if (request == 0xc0644e03L && numbers.equals(MACOS)) {
      return controlInfo(parameter);
    }
    if (request != 0 && request == numbers.setMode() && !tap) {
      if (fails(Call.SET_MODE)) {
        return -1;
      }
      mode = parameter.getInt(0);
      return 0;
    }
    if (request != 0 && request == numbers.setHead() && !tap) {
      if (fails(Call.SET_HEAD)) {
        return -1;
      }
      head = parameter.getInt(0) != 0;
      return 0;
    }
    if (request != 0 && request == (tap ? numbers.tapName() : numbers.tunName())) {
      return fails(Call.GET_NAME) ? -1 : name(parameter, request);
    }
    throw new AssertionError("ioctl 0x" + Long.toHexString(request));
  }

  private int controlInfo(Pointer info) {
    if (fails(Call.CONTROL_INFO)) {
      return -1;
    }
    if (!info.getString(4, UTF_8.name()).equals("com.apple.net.utun_control")) {
      throw new AssertionError("control " + info.getString(4, UTF_8.name()));
    }
    info.setInt(0, CONTROL_ID);
    return 0;
  }

  /** Fills all of the struct ifreq, as long as its request says, so that it must be there. */
  private int name(Pointer ifreq, long request) {
    byte[] filled = new byte[(int) (request >> 16 & 0x1fff)];
    Arrays.fill(filled, 16, filled.length, (byte) 0xee);
    byte[] name = givenName.getBytes(UTF_8);
    System.arraycopy(name, 0, filled, 0, name.length);
    ifreq.write(0, filled, 0, filled.length);
    return 0;
  }

  @Override
  public synchronized long read(int fd, long buffer, long size) {
    check(fd, deviceFd);
    reads++;
    if (fails(Call.READ)) {
      return errno() == 0 ? 0 : -1;
    }
    if (!ready) {
      return error(64); // EHOSTDOWN
    }
    byte[] packet = incoming.poll();
    if (packet == null) {
      if (statusFlags.getOrDefault(fd, 0) != O_NONBLOCK) {
        throw new AssertionError("this read would block for ever");
      }
      return error(35); // EAGAIN
    }
    int length = (int) Math.min(size, packet.length);
    new Pointer(buffer).write(0, packet, 0, length);
    return length;
  }

  @Override
  public synchronized long write(int fd, long buffer, long size) {
    if (fd == wakeWriteFd) {
      check(fd, wakeWriteFd);
      if (fails(Call.WAKE)) {
        return -1;
      }
      woken = true;
      notifyAll();
      return size;
    }
    check(fd, deviceFd);
    if (fails(Call.WRITE)) {
      return -1;
    }
    if (size > TUNMRU) {
      return error(40); // EMSGSIZE
    }
    byte[] packet = new Pointer(buffer).getByteArray(0, (int) size);
    if (head && !tap) {
      int family = size < 4 ? 0 : ByteBuffer.wrap(packet).getInt();
      packet = size < 4 ? packet : Arrays.copyOfRange(packet, 4, packet.length);
      if (family == 0 || family != familyOf(packet)) {
        return error(47); // EAFNOSUPPORT
      }
    }
    written.add(packet);
    return size - cutFromWrites;
  }

  /** The address family of a packet, 0 for none. */
  private int familyOf(byte[] packet) {
    return switch (packet.length == 0 ? 0 : packet[0] >> 4 & 15) {
      case 4 -> 2;
      case 6 -> numbers.inet6();
      default -> 0;
    };
  }

  @Override
  public synchronized int poll(long pollfds, int count, int timeoutMs) {
    var entries = new Pointer(pollfds);
    check(entries.getInt(0), wakeReadFd);
    if (entries.getShort(4) != 1 || (count == 2 && entries.getShort(12) != 1)) {
      throw new AssertionError("only POLLIN is waited for");
    }
    if (fails(Call.POLL)) {
      return -1;
    }
    if (count == 1) {
      pauses++;
      entries.setShort(6, (short) (woken ? 1 : 0));
      return woken ? 1 : 0;
    }
    polls++;
    check(entries.getInt(8), deviceFd);
    if (timeoutMs != -1) {
      throw new AssertionError("a wait for packets has no time limit, this has " + timeoutMs);
    }
    while (incoming.isEmpty() && !woken && deviceEvents == 0) {
      polled.countDown();
      try {
        wait();
      } catch (InterruptedException e) {
        throw new AssertionError("a real poll knows no Java interrupt", e);
      }
    }
    int fromDevice = deviceEvents | (incoming.isEmpty() ? 0 : 1);
    entries.setShort(6, (short) (woken ? 1 : 0));
    entries.setShort(14, (short) fromDevice);
    return (woken ? 1 : 0) + (fromDevice == 0 ? 0 : 1);
  }

  @Override
  public synchronized int close(int fd) {
    check(fd, fd);
    open.remove(fd);
    return 0;
  }

  @Override
  public synchronized int getifaddrs(long list) {
    if (fails(Call.GETIFADDRS)) {
      return -1;
    }
    new Pointer(list).setLong(0, addresses.lend());
    return 0;
  }

  @Override
  public synchronized void freeifaddrs(long first) {
    addresses.takeBack(first);
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
    inherited.add(fd);
    return fd;
  }

  private void check(int fd, int expected) {
    if (fd != expected || !open.contains(fd)) {
      errno.set(EBADF);
      throw new AssertionError("descriptor " + fd + ", open are " + open);
    }
  }

  private int error(int number) {
    errno.set(number);
    return -1;
  }

  private boolean fails(Call call) {
    Integer number = faults.computeIfAbsent(call, c -> new ArrayDeque<>()).poll();
    if (number == null || number == WORKS) {
      return false;
    }
    errno.set(number);
    return true;
  }
}
