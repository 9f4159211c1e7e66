package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;

/**
 * How a packet lies in what is read and written (spec 40, 10). Immutable; any thread.
 *
 * <pre>
 * byte  0                                       4
 *       | address family (u32, network order)   | IP packet      tunifhead, utun
 *       | IP packet                                              tunnohead
 *       | Ethernet frame                                         tap
 * </pre>
 */
final class PacketFormat {

  // sys/socket.h, the same everywhere
  static final int AF_INET = 2;

  /** Where the lowest byte of the address family is. */
  private static final int FAMILY_BYTE = 3;

  private final Framing framing;
  private final int afInet6;

  /**
   * A format.
   *
   * @param afInet6 the system's {@code AF_INET6}, less than 256
   */
  PacketFormat(Framing framing, int afInet6) {
    this.framing = framing;
    this.afInet6 = afInet6;
  }

  /** What packets begin with. */
  Layer layer() {
    return framing.layer();
  }

  /**
   * Memory for one read: a byte more than a batch takes, for the kernel cuts what does not fit,
   * without a word.
   */
  OffHeap memoryToRead() {
    return new OffHeap(framing.header() + PacketBatch.MAX_PACKET + 1);
  }

  /** Memory for one write, of the longest packet that a slot can hold. */
  OffHeap memoryToWrite() {
    return new OffHeap(framing.header() + PacketBatch.SLOT_SIZE);
  }

  /**
   * Puts what was read into a batch, which is not full; leaves out what is too short, too long or
   * not IP. What the address family says does not matter, the version of the packet does.
   *
   * @param length how many bytes were read
   */
  void take(OffHeap memory, int length, PacketBatch into) {
    int header = framing.header();
    int packet = length - header;
    if (packet < framing.shortest() || packet > PacketBatch.MAX_PACKET) {
      return;
    }
    if (layer() == Layer.IP && family(memory.bytes().get(header)) == 0) {
      return;
    }
    memory.bytes().get(header, into.array(), into.nextStart(), packet);
    into.add(packet);
  }

  /**
   * Puts a packet of a batch where it is written from.
   *
   * @return how many bytes to write; 0 for what is too short or not IP, which is not to be written
   */
  int put(PacketBatch from, int slot, OffHeap memory) {
    int length = from.length(slot);
    if (length < framing.shortest()) {
      return 0;
    }
    int offset = from.offset(slot);
    int header = framing.header();
    if (layer() == Layer.IP) {
      int family = family(from.array()[offset]);
      if (family == 0) {
        return 0;
      }
      if (header != 0) {
        memory.bytes().putInt(0, 0).put(FAMILY_BYTE, (byte) family);
      }
    }
    memory.bytes().put(header, from.array(), offset, length);
    return header + length;
  }

  /** The address family of a packet that begins so; 0 when it is not IP. */
  private int family(byte first) {
    return switch ((first & 0xf0) >> 4) {
      case 4 -> AF_INET;
      case 6 -> afInet6;
      default -> 0;
    };
  }
}
