package io.github.tinc4j.linux;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes whole packets of what an interface with {@link VnetHeader}s hands over: cuts super-packets
 * into segments with headers and checksums of their own, and completes the checksum of single
 * packets. What the kernel would do by itself for an interface without offload, byte for byte. On
 * tap the packets are frames: what stands before the IP header is the same in each segment.
 *
 * <p>The headers of a super-packet are kept aside; each segment is those, corrected, and its
 * payload straight from off-heap memory. What changes from segment to segment (n is its number from
 * 0):
 *
 * <pre>
 * IPv4  total length, identification + n, header checksum      IPv6  payload length
 * TCP   sequence number + n * gso_size, FIN and PSH on the last only, CWR on the first only
 * UDP   length                                                 both  checksum
 * </pre>
 *
 * <p>A segment that no batch can hold is left out, and so is what the kernel describes in a way
 * that we do not know. Allocates nothing per packet. One thread.
 */
public final class GsoSplitter implements Intake {

  /** The longest packet that IP knows. */
  private static final int LONGEST = 65_535;

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int IP4_HEADER = 20;
  private static final int IP4_TOTAL_LENGTH = 2;
  private static final int IP4_ID = 4;
  private static final int IP4_CHECKSUM = 10;
  private static final int IP6_HEADER = 40;
  private static final int IP6_PAYLOAD_LENGTH = 4;

  private static final int TCP_HEADER = 20;
  private static final int TCP_SEQUENCE = 4;
  private static final int TCP_DATA_OFFSET = 12;
  private static final int TCP_FLAGS = 13;
  private static final int TCP_CHECKSUM = 16;
  private static final int FIN = 0x01;
  private static final int PSH = 0x08;
  private static final int CWR = 0x80;

  private static final int UDP_HEADER = 8;
  private static final int UDP_LENGTH = 4;
  private static final int UDP_CHECKSUM = 6;

  private final boolean frames;
  private final OffHeap memory;
  private final ByteBuffer bytes;

  /** Whether something odd was reported. */
  private boolean reported;

  // The super-packet at hand. Places count from its beginning: of the frame, or of the IP packet.

  /** Its headers, with zeros where each segment has a value of its own that is summed up. */
  private final byte[] headers = new byte[PacketBatch.MAX_PACKET];

  /** Where the IP header begins: 0 but on tap. */
  private int ip;

  private boolean ip4;
  private boolean tcp;
  private int transport;
  private int headerLength;
  private int segmentSize;

  /** Where the payload of the next segment is, and where that of the last one ends. */
  private int next;

  private int end;
  private int segment;
  private int firstId;
  private int firstSequence;
  private int flags;

  /** Of the IPv4 header, without its own fields; not folded. */
  private long ipSum;

  /** Of the pseudo-header, without the length; folded. */
  private int pseudoSum;

  /** Makes packets of what an interface of that layer hands over. */
  public GsoSplitter(Layer layer) {
    frames = layer == Layer.ETHERNET;
    memory = new OffHeap(readSize(layer));
    bytes = memory.bytes();
  }

  /** The longest packet, its {@link VnetHeader}, and one byte to see if it is cut. */
  static int readSize(Layer layer) {
    int before = layer == Layer.ETHERNET ? EthernetHeader.LONGEST : 0;
    return VnetHeader.SIZE + before + LONGEST + 1;
  }

  @Override
  public OffHeap memory() {
    return memory;
  }

  @Override
  public boolean resume(PacketBatch into) {
    if (next >= end) {
      return false;
    }
    while (next < end && !into.isFull()) {
      int payload = Math.min(segmentSize, end - next);
      if (headerLength + payload <= PacketBatch.MAX_PACKET) {
        putSegment(into, payload);
      }
      next += payload;
      segment++;
    }
    return true;
  }

  @Override
  public boolean take(int length, PacketBatch into) {
    int packetLength = length - VnetHeader.SIZE;
    if (packetLength < 1 || length == memory.size()) {
      report(length);
      return false;
    }
    if (VnetHeader.gsoType(bytes) == VnetHeader.GSO_NONE) {
      takeWhole(packetLength, into);
      return false;
    }
    if (!begin(packetLength)) {
      report(length);
      return false;
    }
    return resume(into);
  }

  private void takeWhole(int length, PacketBatch into) {
    if (length > PacketBatch.MAX_PACKET) {
      return;
    }
    byte[] to = into.array();
    int start = into.nextStart();
    bytes.get(VnetHeader.SIZE, to, start, length);
    if (VnetHeader.needsChecksum(bytes)) {
      int from = VnetHeader.checksumStart(bytes);
      int offset = VnetHeader.checksumOffset(bytes);
      if (from + offset + Short.BYTES > length) {
        report(VnetHeader.SIZE + length);
        return;
      }
      // The field holds the sum of the pseudo-header and is summed up with the rest.
      int checksum = Checksum.of(Checksum.sum(to, start + from, length - from));
      putChecksum(to, start + from + offset, checksum, offset == UDP_CHECKSUM);
    }
    into.add(length);
  }

  /** Makes the packet of that length the one to cut; false when it is not one we know. */
  private boolean begin(int length) {
    int type = VnetHeader.gsoType(bytes);
    transport = VnetHeader.checksumStart(bytes);
    segmentSize = VnetHeader.gsoSize(bytes);
    tcp = type != VnetHeader.GSO_UDP_L4;
    if (!VnetHeader.needsChecksum(bytes)
        || segmentSize == 0
        || VnetHeader.checksumOffset(bytes) != (tcp ? TCP_CHECKSUM : UDP_CHECKSUM)
        || !isKnown(type, length)
        || transport + (tcp ? TCP_HEADER : UDP_HEADER) > length) {
      return false;
    }
    headerLength =
        transport + (tcp ? (packetByte(transport + TCP_DATA_OFFSET) >> 4) * 4 : UDP_HEADER);
    if (headerLength < transport + (tcp ? TCP_HEADER : UDP_HEADER) || headerLength >= length) {
      return false;
    }
    next = headerLength;
    end = length;
    segment = 0;
    if (headerLength < PacketBatch.MAX_PACKET) {
      keepHeaders(length - transport);
    }
    return true;
  }

  /** Whether it is a type of ours, and the IP header fits it. */
  private boolean isKnown(int type, int length) {
    ip = frames ? ethernetLength(length) : 0;
    if (ip == EthernetHeader.NO_IP) {
      return false;
    }
    int version = packetByte(ip) >> 4;
    int ipHeader = transport - ip;
    ip4 = version == 4;
    if (ip4) {
      return (type == VnetHeader.GSO_TCPV4 || type == VnetHeader.GSO_UDP_L4)
          && ipHeader >= IP4_HEADER
          && ipHeader == (packetByte(ip) & 0xf) * 4;
    }
    // Extension headers may follow; they are the same in all segments.
    return version == 6
        && (type == VnetHeader.GSO_TCPV6 || type == VnetHeader.GSO_UDP_L4)
        && ipHeader >= IP6_HEADER;
  }

  /** An interface hands over super-packets behind any number of tags, as far as Linux has them. */
  private int ethernetLength(int length) {
    bytes.get(VnetHeader.SIZE, headers, 0, EthernetHeader.LONGEST + 1);
    return EthernetHeader.length(headers, 0, length, EthernetHeader.MOST_TAGS);
  }

  private int packetByte(int at) {
    return bytes.get(VnetHeader.SIZE + at) & 0xff;
  }

  private void keepHeaders(int transportLength) {
    bytes.get(VnetHeader.SIZE, headers, 0, headerLength);
    if (ip4) {
      firstId = (short) SHORTS.get(headers, ip + IP4_ID);
      Checksum.put(headers, ip + IP4_TOTAL_LENGTH, 0);
      Checksum.put(headers, ip + IP4_ID, 0);
      Checksum.put(headers, ip + IP4_CHECKSUM, 0);
      ipSum = Checksum.sum(headers, ip, transport - ip);
    }
    int checksumAt = transport + (tcp ? TCP_CHECKSUM : UDP_CHECKSUM);
    // The field is what the kernel wants added to the sum of the rest: that of the pseudo-header.
    // It knows better than the addresses, which a routing header may replace.
    pseudoSum =
        Checksum.fold(
            (long) Checksum.get(headers, checksumAt)
                + Checksum.minus(Checksum.word(transportLength)));
    Checksum.put(headers, checksumAt, 0);
    if (tcp) {
      firstSequence = (int) INTS.get(headers, transport + TCP_SEQUENCE);
      flags = headers[transport + TCP_FLAGS];
    }
  }

  private void putSegment(PacketBatch into, int payload) {
    byte[] to = into.array();
    int start = into.nextStart();
    int length = headerLength + payload;
    System.arraycopy(headers, 0, to, start, headerLength);
    bytes.get(VnetHeader.SIZE + next, to, start + headerLength, payload);
    int header = start + ip;
    if (ip4) {
      int totalLength = Checksum.word(length - ip);
      int id = Checksum.word(firstId + segment);
      Checksum.put(to, header + IP4_TOTAL_LENGTH, totalLength);
      Checksum.put(to, header + IP4_ID, id);
      Checksum.put(to, header + IP4_CHECKSUM, Checksum.of(ipSum + totalLength + id));
    } else {
      SHORTS.set(to, header + IP6_PAYLOAD_LENGTH, (short) (length - ip - IP6_HEADER));
    }
    int from = start + transport;
    if (tcp) {
      INTS.set(to, from + TCP_SEQUENCE, firstSequence + segment * segmentSize);
      to[from + TCP_FLAGS] = (byte) (flags & keptFlags(next + payload == end));
    } else {
      SHORTS.set(to, from + UDP_LENGTH, (short) (UDP_HEADER + payload));
    }
    int transportLength = length - transport;
    int checksum =
        Checksum.of(
            Checksum.sum(to, from, transportLength) + pseudoSum + Checksum.word(transportLength));
    putChecksum(to, from + (tcp ? TCP_CHECKSUM : UDP_CHECKSUM), checksum, !tcp);
    into.add(length);
  }

  private int keptFlags(boolean last) {
    return ~((last ? 0 : FIN | PSH) | (segment == 0 ? 0 : CWR));
  }

  private static void putChecksum(byte[] to, int at, int checksum, boolean udp) {
    // RFC 768: zero means that there is none.
    Checksum.put(to, at, udp && checksum == 0 ? 0xffff : checksum);
  }

  private void report(int length) {
    if (!reported) {
      reported = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "the kernel handed over {0} bytes that we do not understand ({1}): these and others like"
              + " them are left out",
          length,
          VnetHeader.describe(bytes));
    }
  }
}
