package io.github.tinc4j.core.route;

import io.github.tinc4j.core.forward.ForwardingTable;

/**
 * The frame that a router works on: where it is, where it came from, and where in it the IP header
 * begins. One object for all frames of a thread.
 *
 * <p>Fields are read as they are; only {@link #set} and the {@code find} methods write them.
 */
final class Frame {

  /** Length of an 802.1Q tag: it stands before the EtherType, and begins with one of its own. */
  static final int VLAN_TAG = 4;

  private static final int VLAN = 0x8100;

  /** The mesh as of this frame. */
  ForwardingTable table = ForwardingTable.EMPTY;

  /** Index of the node that it came from. */
  int source;

  /** The array it is in, from {@link #offset} on, {@link #length} bytes. */
  byte[] bytes = new byte[0];

  int offset;
  int length;

  /** The present time, monotonic. */
  long nowNs;

  /** Bytes before the IP header: 14, or 18 with a VLAN tag. */
  int header;

  /** 4 or 6: an IP packet whose fixed header is whole; 0: something else, or not looked at yet. */
  int version;

  /** The next frame: at least {@link Ethernet#HEADER} bytes. */
  void set(ForwardingTable mesh, int from, byte[] array, int start, int size, long timeNs) {
    table = mesh;
    source = from;
    bytes = array;
    offset = start;
    length = size;
    nowNs = timeNs;
    header = Ethernet.HEADER;
    version = 0;
  }

  /** Sees whether it is an IP packet right behind the Ethernet header. */
  void findIp() {
    header = Ethernet.HEADER;
    version = wholeVersion(Ethernet.type(bytes, offset));
  }

  /** Sees whether it is an IP packet, behind a VLAN tag or without one. */
  void findIpBehindTag() {
    findIp();
    if (Ethernet.type(bytes, offset) == VLAN && length >= Ethernet.HEADER + VLAN_TAG) {
      header = Ethernet.HEADER + VLAN_TAG;
      version = wholeVersion(Ethernet.type(bytes, offset + VLAN_TAG));
    }
  }

  private int wholeVersion(int type) {
    int rest = length - header;
    if (type == Ethernet.IPV4) {
      return rest >= IpView.IPV4_HEADER ? 4 : 0;
    }
    return type == Ethernet.IPV6 && rest >= IpView.IPV6_HEADER ? 6 : 0;
  }

  /** Where the IP header begins. */
  int ip() {
    return offset + header;
  }

  /** Where the frame ends. */
  int end() {
    return offset + length;
  }
}
