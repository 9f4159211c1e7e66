package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * Sockets of programs on the other side of a device, by their bare system calls. They block, for
 * half a minute at most. Not thread-safe.
 */
@NullMarked
final class PeerSockets implements AutoCloseable {

  // bits/socket.h
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SCM_RIGHTS = 1;

  private static final int LONGEST_S = 30;
  private static final int TIMEVAL_SIZE = 16;

  final LinkCalls calls = LibcLinks.load();
  private final OffHeap memory = new OffHeap(1 << 17);
  private final List<Integer> open = new ArrayList<>();

  /** A socket of the UNIX domain. */
  int socket(int type) {
    int fd = calls.socket(UnixAddress.AF_UNIX, type | UnixAddress.SOCK_CLOEXEC, 0);
    return own(check(fd, "socket"));
  }

  /** Two sockets that are connected to each other. */
  int[] pair(int type) {
    check(
        Mapped.socketpair(
            UnixAddress.AF_UNIX, type | UnixAddress.SOCK_CLOEXEC, 0, memory.address()),
        "socketpair");
    return new int[] {own(memory.bytes().getInt(0)), own(memory.bytes().getInt(4))};
  }

  void bind(int fd, UnixAddress address) {
    try {
      check(calls.bind(fd, address.memory().address(), address.length()), "bind");
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  void connect(int fd, UnixAddress address) {
    try {
      check(calls.connect(fd, address.memory().address(), address.length()), "connect");
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  void listen(int fd) {
    check(calls.listen(fd, 4), "listen");
  }

  int accept(int fd) {
    return own(check(calls.accept(fd, UnixAddress.SOCK_CLOEXEC), "accept"));
  }

  /** Sends some bytes at once. */
  void send(int fd, byte[] bytes) {
    memory.bytes().put(0, bytes);
    long sent = calls.send(fd, memory.address(), bytes.length, UnixAddress.MSG_NOSIGNAL);
    check((int) sent, "send");
  }

  /** Sends a datagram to an address as it is in memory; the error number, or 0. */
  int sendTo(int fd, byte[] bytes, byte[] address) {
    memory.bytes().put(0, bytes).put(bytes.length, address);
    long sent =
        Mapped.sendto(
            fd,
            memory.address(),
            bytes.length,
            UnixAddress.MSG_NOSIGNAL,
            memory.address() + bytes.length,
            address.length);
    return sent < 0 ? calls.errno() : 0;
  }

  /** What one read brings; empty at the end of a stream. */
  byte[] read(int fd) {
    memory.bytes().putLong(0, LONGEST_S).putLong(8, 0);
    check(
        calls.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, memory.address(), TIMEVAL_SIZE),
        "setsockopt");
    long length = calls.read(fd, memory.address(), memory.size());
    byte[] bytes = new byte[check((int) length, "read")];
    memory.bytes().get(0, bytes);
    return bytes;
  }

  /** Passes descriptors together with some bytes of data. */
  void pass(int fd, byte[] data, int... descriptors) {
    int iovec = 64;
    int control = 128;
    int payload = 512;
    int length = MessageVector.CMSG_DATA + descriptors.length * Integer.BYTES;
    memory.bytes().put(0, new byte[payload]);
    memory.bytes().putLong(MessageVector.IOV, memory.address() + iovec);
    memory.bytes().putLong(MessageVector.IOVLEN, 1);
    memory.bytes().putLong(iovec, memory.address() + payload);
    memory.bytes().putLong(iovec + MessageVector.IOVEC_LEN, data.length);
    memory.bytes().put(payload, data);
    if (descriptors.length > 0) {
      memory.bytes().putLong(MessageVector.CONTROL, memory.address() + control);
      memory.bytes().putLong(MessageVector.CONTROLLEN, (length + 7) & ~7);
      memory.bytes().putLong(control, length);
      memory.bytes().putInt(control + MessageVector.CMSG_LEVEL, SOL_SOCKET);
      memory.bytes().putInt(control + MessageVector.CMSG_TYPE, SCM_RIGHTS);
      for (int i = 0; i < descriptors.length; i++) {
        memory.bytes().putInt(control + MessageVector.CMSG_DATA + 4 * i, descriptors[i]);
      }
    }
    check((int) Mapped.sendmsg(fd, memory.address(), UnixAddress.MSG_NOSIGNAL), "sendmsg");
  }

  /** Leaves a descriptor to a device, which closes it. */
  int giveAway(int fd) {
    assertThat(open.remove((Integer) fd)).isTrue();
    return fd;
  }

  void close(int fd) {
    calls.close(giveAway(fd));
  }

  @Override
  public void close() {
    open.forEach(calls::close);
    open.clear();
  }

  private int own(int fd) {
    open.add(fd);
    return fd;
  }

  private int check(int answer, String call) {
    if (answer < 0) {
      throw new AssertionError(call + ": " + calls.errorText(calls.errno()));
    }
    return answer;
  }

  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getProcess());
    }

    private Mapped() {}

    static native int socketpair(int family, int type, int protocol, long fds);

    static native long sendto(
        int fd, long buffer, long size, int flags, long address, int addressSize);

    static native long sendmsg(int fd, long message, int flags);
  }
}
