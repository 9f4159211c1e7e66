package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.jna.Pointer;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import java.util.function.ToIntFunction;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with one UDP socket, as far as a transport sees it: it takes the structures apart as the
 * real one does, messages wait in a queue, and errors can be ordered. A call with a descriptor that
 * is not open is an {@link AssertionError}. A call may happen on any thread.
 */
@NullMarked
final class FakeSockets implements SocketCalls {

  /** A call that can be made to fail. */
  enum Call {
    SOCKET,
    BIND,
    GETSOCKNAME,
    RECEIVE
  }

  static final int ENOTCONN = 107;

  private static final int FIRST_FD = 200;

  /** A message that was sent, in ISO 8859-1: with a segment size, many datagrams. */
  record Sent(InetSocketAddress target, String text, int segmentSize, int trafficClass) {

    /** How many datagrams it is. */
    int datagrams() {
      return segmentSize == 0 ? 1 : (text.length() + segmentSize - 1) / segmentSize;
    }
  }

  /**
   * A message that arrives.
   *
   * @param control what stands in its control message; null for none
   */
  record Arriving(InetSocketAddress source, String text, @Nullable ByteBuffer control, int flags) {}

  private final Deque<Arriving> incoming = new ArrayDeque<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final Map<String, Integer> optionFaults = new HashMap<>();
  private final Map<Call, Deque<Integer>> faults = new EnumMap<>(Call.class);
  private final Deque<Integer> sendFaults = new ArrayDeque<>();
  private final Set<Integer> open = new TreeSet<>();
  private final ThreadLocal<Integer> errno = ThreadLocal.withInitial(() -> 0);
  private final CountDownLatch waiting = new CountDownLatch(1);
  private ToIntFunction<Sent> refusal = message -> 0;
  private int mostAtOnce = Integer.MAX_VALUE;
  private int nextFd = FIRST_FD;
  private int family;
  private int type;
  private boolean shut;
  private int receives;
  private int sends;
  private int receivable;
  private @Nullable InetSocketAddress bound;

  /** Orders the errors of the next calls of that kind, one each. */
  synchronized void failNext(Call call, int... errnos) {
    for (int number : errnos) {
      faults.computeIfAbsent(call, c -> new ArrayDeque<>()).add(number);
    }
  }

  /** Has every call that sets the option fail. */
  synchronized void failOption(int level, int option, int number) {
    optionFaults.put(level + "/" + option, number);
  }

  /** Orders the errors of the next messages sent, one each, 0 for none. */
  synchronized void failNextSends(int... errnos) {
    for (int number : errnos) {
      sendFaults.add(number);
    }
  }

  /** Has every message fail with the number that the rule says, 0 for none. */
  synchronized void refuse(ToIntFunction<Sent> rule) {
    refusal = rule;
  }

  /** How many messages one call takes at most. */
  synchronized void takeAtOnce(int most) {
    mostAtOnce = most;
  }

  /** A datagram that arrives by itself. */
  void arrive(InetSocketAddress source, String text) {
    arrive(new Arriving(source, text, null, 0));
  }

  /** Datagrams that arrive joined. */
  void arriveJoined(InetSocketAddress source, String text, int segmentSize) {
    arrive(new Arriving(source, text, control(MessageVector.UDP_GRO, segmentSize), 0));
  }

  synchronized void arrive(Arriving message) {
    incoming.add(message);
    notifyAll();
  }

  /** A control message of UDP with an int in it. */
  static ByteBuffer control(int type, int value) {
    return ByteBuffer.allocate(MessageVector.CMSG_SPACE)
        .order(ByteOrder.nativeOrder())
        .putLong(MessageVector.CMSG_LEN_INT)
        .putInt(MessageVector.SOL_UDP)
        .putInt(type)
        .putInt(value)
        .clear();
  }

  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** Options that were set or were to be, as {@code level/option=value}. */
  synchronized List<String> options() {
    return List.copyOf(options);
  }

  synchronized Set<Integer> openDescriptors() {
    return Set.copyOf(open);
  }

  synchronized int receives() {
    return receives;
  }

  synchronized int sends() {
    return sends;
  }

  /** How many messages the last call to receive had room for. */
  synchronized int receivable() {
    return receivable;
  }

  synchronized int family() {
    return family;
  }

  synchronized int type() {
    return type;
  }

  /** Opened when a call has blocked for the first time. */
  CountDownLatch waiting() {
    return waiting;
  }

  @Override
  public synchronized int socket(int family, int type, int protocol) {
    if (fails(Call.SOCKET)) {
      return -1;
    }
    this.family = family;
    this.type = type;
    int fd = nextFd++;
    open.add(fd);
    return fd;
  }

  @Override
  public synchronized int setsockopt(int fd, int level, int option, long value, int size) {
    check(fd);
    boolean isName = option == NativeSocket.SO_BINDTODEVICE && level == NativeSocket.SOL_SOCKET;
    if (size != Integer.BYTES && !isName) {
      throw new AssertionError("an option of " + size + " bytes");
    }
    var memory = new Pointer(value);
    String text =
        isName
            ? new String(memory.getByteArray(0, size), ISO_8859_1)
            : Integer.toString(memory.getInt(0));
    options.add(level + "/" + option + "=" + text + (isName && bound != null ? " when bound" : ""));
    Integer number = optionFaults.get(level + "/" + option);
    return number == null ? 0 : fail(number);
  }

  @Override
  public synchronized int bind(int fd, long address, int size) {
    check(fd);
    if (fails(Call.BIND)) {
      return -1;
    }
    InetSocketAddress wanted = address(address, size);
    int port = wanted.getPort() == 0 ? 40_000 : wanted.getPort();
    bound = new InetSocketAddress(wanted.getAddress(), port);
    return 0;
  }

  @Override
  public synchronized int getsockname(int fd, long address, long size) {
    check(fd);
    if (fails(Call.GETSOCKNAME)) {
      return -1;
    }
    if (bound == null || new Pointer(size).getInt(0) < Sockaddr.size(family)) {
      throw new AssertionError("not bound, or no room");
    }
    name(address, bound);
    new Pointer(size).setInt(0, Sockaddr.size(family));
    return 0;
  }

  @Override
  public synchronized int recvmmsg(int fd, long messages, int count, int flags) {
    check(fd);
    receives++;
    receivable = count;
    if (flags != UdpReceiver.MSG_WAITFORONE) {
      throw new AssertionError("flags " + flags);
    }
    if (fails(Call.RECEIVE)) {
      return -1;
    }
    while (incoming.isEmpty() && !shut) {
      waiting.countDown();
      try {
        wait();
      } catch (InterruptedException e) {
        throw new AssertionError("a real socket knows no Java interrupt", e);
      }
    }
    int received = 0;
    while (received < count && (shut || !incoming.isEmpty())) {
      Arriving message = incoming.poll();
      put(new Pointer(messages + (long) received * MessageVector.SIZE), message);
      received++;
    }
    return received;
  }

  /** Null is the nothing that a socket gives that is shut down. */
  private void put(Pointer header, @Nullable Arriving message) {
    if (header.getInt(MessageVector.NAMELEN) < Sockaddr.size(family)
        || header.getLong(MessageVector.CONTROLLEN) < MessageVector.CMSG_SPACE
        || header.getLong(MessageVector.IOVLEN) != 1) {
      throw new AssertionError("a message without room for address, control and data");
    }
    byte[] data = message == null ? new byte[0] : message.text().getBytes(ISO_8859_1);
    Pointer iovec = header.getPointer(MessageVector.IOV);
    int room = (int) iovec.getLong(MessageVector.IOVEC_LEN);
    int length = Math.min(room, data.length);
    iovec.getPointer(0).write(0, data, 0, length);
    int flags = length < data.length ? MessageVector.MSG_TRUNC : 0;
    ByteBuffer control = message == null ? null : message.control();
    if (control != null) {
      for (int i = 0; i < control.limit(); i++) {
        header.getPointer(MessageVector.CONTROL).setByte(i, control.get(i));
      }
    }
    if (message != null) {
      name(Pointer.nativeValue(header.getPointer(MessageVector.NAME)), message.source());
      flags |= message.flags();
    }
    header.setInt(MessageVector.NAMELEN, message == null ? 0 : Sockaddr.size(family));
    header.setLong(MessageVector.CONTROLLEN, control == null ? 0 : control.limit());
    header.setInt(MessageVector.FLAGS, flags);
    header.setInt(MessageVector.LENGTH, length);
  }

  @Override
  public synchronized int sendmmsg(int fd, long messages, int count, int flags) {
    check(fd);
    sends++;
    if (flags != UdpSender.MSG_DONTWAIT || count < 1) {
      throw new AssertionError(count + " messages, flags " + flags);
    }
    int taken = 0;
    while (taken < Math.min(count, mostAtOnce)) {
      Sent message = take(new Pointer(messages + (long) taken * MessageVector.SIZE));
      Integer ordered = sendFaults.poll();
      int number = ordered == null ? refusal.applyAsInt(message) : ordered;
      if (number != 0) {
        if (taken == 0) {
          return fail(number);
        }
        // The kernel says how many went, and nothing of the error, which comes again.
        sendFaults.addFirst(number);
        return taken;
      }
      sent.add(message);
      taken++;
    }
    return taken;
  }

  private Sent take(Pointer header) {
    Pointer iovec = header.getPointer(MessageVector.IOV);
    int length = (int) iovec.getLong(MessageVector.IOVEC_LEN);
    String text = new String(iovec.getPointer(0).getByteArray(0, length), ISO_8859_1);
    InetSocketAddress target =
        address(
            Pointer.nativeValue(header.getPointer(MessageVector.NAME)),
            header.getInt(MessageVector.NAMELEN));
    long controlLength = header.getLong(MessageVector.CONTROLLEN);
    Pointer control = header.getPointer(MessageVector.CONTROL);
    int segmentSize = 0;
    int trafficClass = 0;
    for (long at = 0; at < controlLength; at += MessageVector.CMSG_SPACE) {
      Pointer one = control.share(at);
      if (one.getInt(MessageVector.CMSG_LEVEL) == MessageVector.SOL_UDP) {
        segmentSize = segmentSize(one, length);
      } else {
        trafficClass = trafficClass(one, target.getAddress() instanceof Inet4Address);
      }
    }
    return new Sent(target, text, segmentSize, trafficClass);
  }

  /** The checks that kernels make, the strictest of each. */
  private static int segmentSize(Pointer control, int length) {
    if (control.getLong(0) != MessageVector.CMSG_LEN_U16
        || control.getInt(MessageVector.CMSG_TYPE) != MessageVector.UDP_SEGMENT) {
      throw new AssertionError("no segment size: " + control.getInt(MessageVector.CMSG_TYPE));
    }
    int size = control.getShort(MessageVector.CMSG_DATA) & 0xffff;
    if (size == 0 || length <= size || length > 64 * size || length > 65_507) {
      throw new AssertionError(length + " bytes in segments of " + size);
    }
    return size;
  }

  /** As sys/socket.h and bits/in.h have it. */
  private static int trafficClass(Pointer control, boolean ipv4) {
    if (control.getLong(0) != MessageVector.CMSG_LEN_INT
        || control.getInt(MessageVector.CMSG_LEVEL) != (ipv4 ? 0 : 41)
        || control.getInt(MessageVector.CMSG_TYPE) != (ipv4 ? 1 : 67)) {
      throw new AssertionError("no traffic class: " + control.getInt(MessageVector.CMSG_TYPE));
    }
    return control.getInt(MessageVector.CMSG_DATA);
  }

  @Override
  public synchronized int shutdown(int fd, int how) {
    check(fd);
    if (how != LinuxUdp.SHUT_RD) {
      throw new AssertionError("shutdown " + how);
    }
    shut = true;
    notifyAll();
    return fail(ENOTCONN);
  }

  @Override
  public synchronized int close(int fd) {
    check(fd);
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

  private InetSocketAddress address(long at, int size) {
    if (size != Sockaddr.size(family)) {
      throw new AssertionError("an address of " + size + " bytes");
    }
    byte[] bytes = new Pointer(at).getByteArray(0, size);
    ByteBuffer memory = ByteBuffer.wrap(Arrays.copyOf(bytes, Sockaddr.STRIDE));
    return Sockaddr.read(memory.order(ByteOrder.nativeOrder()), 0);
  }

  private void name(long at, InetSocketAddress address) {
    ByteBuffer memory = ByteBuffer.allocate(Sockaddr.STRIDE).order(ByteOrder.nativeOrder());
    Sockaddr.write(address, family, memory, 0);
    new Pointer(at).write(0, memory.array(), 0, Sockaddr.size(family));
  }

  private void check(int fd) {
    if (!open.contains(fd)) {
      throw new AssertionError("descriptor " + fd + ", open are " + open);
    }
  }

  private int fail(int number) {
    errno.set(number);
    return -1;
  }

  private boolean fails(Call call) {
    Integer number = faults.computeIfAbsent(call, c -> new ArrayDeque<>()).poll();
    return number != null && fail(number) < 0;
  }
}
