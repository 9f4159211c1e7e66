package io.github.tinc4j.interop;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Hands datagrams of equal length to the kernel joined to one, with the length to cut at ({@code
 * UDP_SEGMENT}, see udp(7)). A tun interface with offload gets them as they are.
 */
final class JoinedDatagrams implements DatagramOut {

  // bits/socket.h, netinet/udp.h
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;

  /** As many as all kernels take. */
  private static final int MOST = 40;

  private static final int MOST_BYTES = 32_000;

  private final int fd;
  private final byte[] joined = new byte[MOST_BYTES];
  private int segment;
  private int count;

  JoinedDatagrams(InetSocketAddress to) {
    byte[] address = sockaddr(to);
    boolean ipv4 = to.getAddress() instanceof Inet4Address;
    fd = Mapped.socket(ipv4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0);
    Mapped.connect(fd, address, address.length);
  }

  /**
   * {@code sockaddr_in} or {@code sockaddr_in6}: the family is in native order, the port is not.
   */
  private static byte[] sockaddr(InetSocketAddress to) {
    byte[] address = to.getAddress().getAddress();
    boolean ipv4 = address.length == 4;
    var bytes = ByteBuffer.allocate(ipv4 ? 16 : 28).order(ByteOrder.nativeOrder());
    bytes.putShort((short) (ipv4 ? AF_INET : AF_INET6));
    bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) to.getPort());
    bytes.position(ipv4 ? 4 : 8).put(address);
    return bytes.array();
  }

  @Override
  public void send(byte[] datagram, int length) throws IOException {
    if (length != segment || count == MOST || (count + 1) * segment > MOST_BYTES) {
      flush();
      segment = length;
    }
    System.arraycopy(datagram, 0, joined, count * segment, length);
    count++;
  }

  @Override
  public void flush() throws IOException {
    if (count == 0) {
      return;
    }
    long bytes = (long) count * segment;
    try {
      // One datagram goes without: some kernels refuse a length that nothing is cut at.
      Mapped.setsockopt(
          fd, SOL_UDP, UDP_SEGMENT, new int[] {count > 1 ? segment : 0}, Integer.BYTES);
      long sent = Mapped.send(fd, joined, bytes, 0);
      if (sent != bytes) {
        throw new IOException("sent " + sent + " of " + bytes + " bytes");
      }
    } catch (LastErrorException e) {
      throw new IOException(count + " datagrams of " + segment + " bytes", e);
    }
    count = 0;
  }

  @Override
  public void close() {
    Mapped.close(fd);
  }

  /** The functions under their own names, from {@code sys/socket.h} and {@code unistd.h}. */
  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getProcess());
    }

    private Mapped() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int connect(int fd, byte[] address, int length) throws LastErrorException;

    static native int setsockopt(int fd, int level, int name, int[] value, int length)
        throws LastErrorException;

    static native long send(int fd, byte[] buffer, long length, int flags)
        throws LastErrorException;

    static native int close(int fd) throws LastErrorException;
  }
}
