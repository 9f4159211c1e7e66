package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.tun.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A tun or tap interface of the real kernel, by its bare system calls: what is written and read is
 * exactly what the kernel gets and gives. Not thread-safe.
 */
@NullMarked
final class RawTun implements AutoCloseable {

  private final SystemCalls calls = Libc.load();
  private final OffHeap memory = new OffHeap(1 << 17);
  private final Layer layer;
  private final int fd;
  private final String name;

  /** Creates or attaches a tun interface. */
  RawTun(String name, boolean vnetHeader, int offload) {
    this(Layer.IP, name, vnetHeader, offload);
  }

  /**
   * Creates or attaches an interface.
   *
   * @param vnetHeader whether a virtio_net_hdr stands before each packet
   * @param offload for TUNSETOFFLOAD; -1 not to call it
   */
  RawTun(Layer layer, String name, boolean vnetHeader, int offload) {
    this.layer = layer;
    this.name = name;
    byte[] path = "/dev/net/tun\0".getBytes(US_ASCII);
    memory.bytes().put(0, path);
    fd = calls.open(memory.address(), 2 | 0x800 | 0x80000);
    assertThat(fd).as("open").isNotNegative();
    memory.bytes().put(0, new byte[40]).put(0, name.getBytes(US_ASCII));
    int kind = layer == Layer.ETHERNET ? 2 : 1;
    memory.bytes().putShort(16, (short) ((vnetHeader ? 0x5000 : 0x1000) | kind));
    assertThat(calls.ioctl(fd, 0x400454caL, memory.address())).as("TUNSETIFF").isZero();
    assertThat(offload < 0 || grants(offload)).as("TUNSETOFFLOAD").isTrue();
  }

  /** Asks for offload; whether the kernel has it. */
  boolean grants(int offload) {
    return calls.ioctl(fd, 0x400454d0L, offload) == 0;
  }

  int fd() {
    return fd;
  }

  String name() {
    return name;
  }

  /** Writes some bytes at once, which the kernel must take. */
  void write(byte[] bytes) {
    memory.bytes().put(0, bytes);
    long written = calls.write(fd, memory.address(), bytes.length);
    assertThat(written < 0 ? calls.errno() : 0).as("errno of a write").isZero();
  }

  /** What one read brings; null when nothing is there. */
  byte @Nullable [] read() {
    long length = calls.read(fd, memory.address(), memory.size());
    if (length < 0) {
      assertThat(calls.errno()).as("errno of a read").isEqualTo(Errno.EAGAIN);
      return null;
    }
    byte[] bytes = new byte[(int) length];
    memory.bytes().get(0, bytes);
    return bytes;
  }

  /** All that is there, but for the packets that the kernel sends to routers by itself. */
  List<byte[]> readAll() {
    List<byte[]> all = new ArrayList<>();
    readAll(all);
    return all;
  }

  /**
   * Like {@link #readAll()}, once so many are there: what is written to one interface comes out of
   * another a moment later when the kernel is just sending something there by itself.
   */
  List<byte[]> readAll(int expected) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    List<byte[]> all = new ArrayList<>();
    readAll(all);
    while (all.size() < expected && System.nanoTime() < deadlineNs) {
      Thread.onSpinWait();
      readAll(all);
    }
    return all;
  }

  private void readAll(List<byte[]> all) {
    for (byte[] bytes = read(); bytes != null; bytes = read()) {
      if (layer != Layer.IP || !isMulticast(bytes)) {
        all.add(bytes);
      }
    }
  }

  /** Whether it is an IPv6 packet to many. */
  static boolean isMulticast(byte[] packet) {
    return (packet[0] & 0xf0) == 0x60 && packet[24] == (byte) 0xff;
  }

  @Override
  public void close() {
    calls.close(fd);
  }
}
