package io.github.tinc4j.linux;

/**
 * Packets of one flow in a batch that are to be written at once, the first of which gives the
 * headers. Changed by {@link GroCoalescer} only; used again for other flows.
 */
final class OpenGroup {

  FlowKind kind = FlowKind.TCP4;

  /** The flow's ports, as {@link FlowKind#ports}. */
  int ports;

  /** The slots of its first and last packet. */
  int first;

  int last;

  int count;

  /** Bytes before the IP header, in each packet: 0 but on tap. */
  int link;

  /** Bytes before the payload, in each packet. */
  int headerLength;

  /** Payload of the first packet, and of all but the last. */
  int segmentSize;

  /** Of headers and all payload. */
  int length;

  /** For TCP: where the payload of the next packet must begin. */
  int nextSequence;

  /** Whether the checksums of the first packet were looked at, and are right. */
  boolean firstIsRight;
}
