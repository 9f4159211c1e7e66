package io.github.tinc4j.linux;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes the packets of a batch to an interface with {@link VnetHeader}s, several of one flow at
 * once where nothing is lost by it: whoever cuts such a group gets the same packets again, byte for
 * byte (but for the identification of IPv4 packets with DF, which means nothing).
 *
 * <p>A packet joins the group of its flow when it continues it; otherwise that group is written
 * first, so that a flow stays in order. What is no plain TCP or UDP may belong to any flow, as
 * fragments do: it comes after all that was before it. Nothing is kept from one call to the next.
 *
 * <p>On tap the packets are frames, with one VLAN tag at most. To continue a group a frame has its
 * Ethernet header and tag; a flow is two addresses and two ports of IP all the same, so that what
 * changes its way through the Ethernet stays in order.
 *
 * <p>The packets of a group are a chain of slots; their bytes are copied once, to where the kernel
 * reads them. Allocates nothing per packet. Not thread-safe: lent for one call.
 */
public final class GroCoalescer implements PacketWriter {

  /** How many flows may have a group open; the oldest gives way. */
  static final int GROUPS = 8;

  /**
   * The longest packet that IP knows; and the longest frame that a bridge takes on to an interface
   * in one piece ({@code GSO_LEGACY_MAX_SIZE}, {@code linux/netdevice.h}).
   */
  private static final int LONGEST = 65_535;

  private static final int MOST_TAGS = 1;

  /** {@code UDP_MAX_SEGMENTS} of kernels before 6.9; {@code linux/udp.h}. */
  private static final int MOST_DATAGRAMS = 64;

  private static final int PACKET = VnetHeader.SIZE;

  private final boolean frames;
  private final Joinable joinable;
  private final PacketSink sink;
  private final OffHeap memory = new OffHeap(VnetHeader.SIZE + LONGEST);
  private final ByteBuffer bytes = memory.bytes();

  /** The first {@link #openGroups} are open. */
  private final OpenGroup[] groups = new OpenGroup[GROUPS];

  private int openGroups;

  /** For each slot in a group the slot after it. */
  private int[] nextSlots = {};

  private int taken;

  /** A writer to that sink, of packets of that layer; several may share what is joinable. */
  public GroCoalescer(PacketSink sink, Layer layer, Joinable joinable) {
    this.frames = layer == Layer.ETHERNET;
    this.sink = sink;
    this.joinable = joinable;
    Arrays.setAll(groups, i -> new OpenGroup());
  }

  @Override
  public int write(PacketBatch from) throws IOException {
    openGroups = 0;
    taken = 0;
    if (nextSlots.length < from.count()) {
      nextSlots = new int[from.capacity()];
    }
    for (int slot = 0; slot < from.count(); slot++) {
      place(from, slot);
    }
    flushAll(from);
    return taken;
  }

  private void place(PacketBatch from, int slot) throws IOException {
    byte[] array = from.array();
    int at = from.offset(slot);
    int length = from.length(slot);
    int link = frames ? EthernetHeader.length(array, at, length, MOST_TAGS) : 0;
    FlowKind kind =
        link == EthernetHeader.NO_IP ? null : FlowKind.of(array, at + link, length - link);
    if (kind == null) {
      flushAll(from);
      writeSingle(from, slot);
      return;
    }
    int index = groupOf(from, kind, at + link);
    if (index >= 0) {
      OpenGroup group = groups[index];
      if (continues(group, from, slot)) {
        join(group, from, slot);
        if (isClosed(group, from, slot)) {
          flush(from, index);
        }
        return;
      }
      flush(from, index);
    }
    if (mayBegin(kind, from, slot, link)) {
      begin(kind, from, slot, link);
    } else {
      writeSingle(from, slot);
    }
  }

  /** The open group of the flow that the packet whose IP header is there belongs to, or -1. */
  private int groupOf(PacketBatch from, FlowKind kind, int ip) {
    int ports = kind.ports(from.array(), ip);
    for (int i = 0; i < openGroups; i++) {
      OpenGroup group = groups[i];
      if (group.ports == ports
          && group.kind == kind
          && kind.sameAddresses(from.array(), from.offset(group.first) + group.link, ip)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean continues(OpenGroup group, PacketBatch from, int slot) {
    FlowKind kind = group.kind;
    byte[] array = from.array();
    int link = group.link;
    int at = from.offset(slot) + link;
    int length = from.length(slot) - link;
    int payload = from.length(slot) - group.headerLength;
    int first = from.offset(group.first) + link;
    // A header tells its own length: where it is the same, so is where the IP packet begins.
    if (link > 0 && !EthernetHeader.same(array, first - link, at - link, link)) {
      return false;
    }
    if (!kind.isJoinable(array, at, length)
        || payload > group.segmentSize
        || group.length + payload > LONGEST
        || !(kind.tcp
            ? kind.sequence(array, at) == group.nextSequence
            : group.count < MOST_DATAGRAMS)
        || !kind.sameHeaders(array, first, at, group.count)) {
      return false;
    }
    if (!group.firstIsRight) {
      int lengthOfFirst = from.length(group.first) - link;
      group.firstIsRight = kind.checksumsAreRight(array, first, lengthOfFirst);
    }
    // A wrong one would be made right on the way: the kernel trusts a group, and computes them.
    return group.firstIsRight && kind.checksumsAreRight(array, at, length);
  }

  private void join(OpenGroup group, PacketBatch from, int slot) {
    int payload = from.length(slot) - group.headerLength;
    nextSlots[group.last] = slot;
    group.last = slot;
    group.count++;
    group.length += payload;
    group.nextSequence += payload;
  }

  /** Whether the last packet of the group, in that slot, lets no other come after it. */
  private static boolean isClosed(OpenGroup group, PacketBatch from, int slot) {
    return from.length(slot) - group.headerLength < group.segmentSize
        || group.kind.hasPush(from.array(), from.offset(slot) + group.link);
  }

  private boolean mayBegin(FlowKind kind, PacketBatch from, int slot, int link) {
    byte[] array = from.array();
    int at = from.offset(slot) + link;
    return joinable.allows(kind)
        && kind.isJoinable(array, at, from.length(slot) - link)
        && !kind.hasPush(array, at);
  }

  private void begin(FlowKind kind, PacketBatch from, int slot, int link) throws IOException {
    if (openGroups == GROUPS) {
      flush(from, oldest());
    }
    byte[] array = from.array();
    int at = from.offset(slot) + link;
    OpenGroup group = groups[openGroups++];
    group.kind = kind;
    group.link = link;
    group.ports = kind.ports(array, at);
    group.first = slot;
    group.last = slot;
    group.count = 1;
    group.headerLength = link + kind.headerLength(array, at);
    group.length = from.length(slot);
    group.segmentSize = group.length - group.headerLength;
    group.nextSequence = kind.tcp ? kind.sequence(array, at) + group.segmentSize : 0;
    group.firstIsRight = false;
  }

  private int oldest() {
    int oldest = 0;
    for (int i = 1; i < openGroups; i++) {
      if (groups[i].first < groups[oldest].first) {
        oldest = i;
      }
    }
    return oldest;
  }

  private void flushAll(PacketBatch from) throws IOException {
    while (openGroups > 0) {
      flush(from, oldest());
    }
  }

  private void flush(PacketBatch from, int index) throws IOException {
    OpenGroup group = groups[index];
    openGroups--;
    groups[index] = groups[openGroups];
    groups[openGroups] = group;
    if (group.count == 1) {
      writeSingle(from, group.first);
      return;
    }
    compose(group, from);
    PacketSink.Outcome outcome = sink.write(memory, VnetHeader.SIZE + group.length);
    if (outcome == PacketSink.Outcome.TAKEN) {
      taken += group.count;
    } else if (outcome == PacketSink.Outcome.INVALID) {
      joinable.refused(group.kind);
      int slot = group.first;
      for (int i = 0; i < group.count; i++) {
        writeSingle(from, slot);
        slot = nextSlots[slot];
      }
    }
  }

  /** Puts the packets of a group together: the first as it is, and the payload of the others. */
  private void compose(OpenGroup group, PacketBatch from) {
    FlowKind kind = group.kind;
    byte[] array = from.array();
    int first = from.offset(group.first);
    bytes.put(PACKET, array, first, from.length(group.first));
    int end = PACKET + from.length(group.first);
    int slot = group.first;
    for (int i = 1; i < group.count; i++) {
      slot = nextSlots[slot];
      int payload = from.length(slot) - group.headerLength;
      bytes.put(end, array, from.offset(slot) + group.headerLength, payload);
      end += payload;
    }
    VnetHeader.putGroup(
        bytes,
        kind.gsoType,
        group.headerLength,
        group.segmentSize,
        group.link + kind.transport,
        kind.checksumOffset);
    correctIpHeader(group, array, first + group.link);
    int header = PACKET + group.link + kind.transport;
    int ipLength = group.length - group.link;
    if (kind.hasPush(array, from.offset(group.last) + group.link)) {
      int flags = bytes.get(header + FlowKind.TCP_FLAGS);
      bytes.put(header + FlowKind.TCP_FLAGS, (byte) (flags | FlowKind.PSH));
    }
    if (!kind.tcp) {
      putWord(header + FlowKind.UDP_LENGTH, Checksum.word(ipLength - kind.transport));
    }
    int pseudoSum = Checksum.fold(kind.pseudoSum(array, first + group.link, ipLength));
    putWord(header + kind.checksumOffset, pseudoSum);
  }

  private void correctIpHeader(OpenGroup group, byte[] array, int first) {
    int ip = PACKET + group.link;
    int ipLength = group.length - group.link;
    if (group.kind.isIp4()) {
      int total = Checksum.word(ipLength);
      int totalOfFirst = Checksum.get(array, first + FlowKind.IP4_TOTAL_LENGTH);
      putWord(ip + FlowKind.IP4_TOTAL_LENGTH, total);
      // The sum over the header of the first, its checksum taken off: all ones, less that.
      int checksumOfFirst = Checksum.get(array, first + FlowKind.IP4_CHECKSUM);
      long sum = Checksum.minus(checksumOfFirst) + Checksum.minus(totalOfFirst) + (long) total;
      putWord(ip + FlowKind.IP4_CHECKSUM, Checksum.of(sum));
    } else {
      int payloadLength = Checksum.word(ipLength - group.kind.transport);
      putWord(ip + FlowKind.IP6_PAYLOAD_LENGTH, payloadLength);
    }
  }

  private void putWord(int at, int word) {
    bytes.putShort(at, (short) word);
  }

  private void writeSingle(PacketBatch from, int slot) throws IOException {
    int length = from.length(slot);
    VnetHeader.putSingle(bytes);
    bytes.put(PACKET, from.array(), from.offset(slot), length);
    if (sink.write(memory, VnetHeader.SIZE + length) == PacketSink.Outcome.TAKEN) {
      taken++;
    }
  }
}
