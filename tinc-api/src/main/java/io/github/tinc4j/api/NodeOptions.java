package io.github.tinc4j.api;

/**
 * The option word that nodes exchange in ACK and ADD_EDGE (spec 10, 5.6). Bits without a name are
 * kept and passed on.
 *
 * @param bits the word as it is on the wire
 */
public record NodeOptions(int bits) {

  /** Bit: not to be contacted directly except by its meta connections' peers. */
  public static final int INDIRECT = 0x0001;

  /** Bit: data goes through the meta connections. */
  public static final int TCP_ONLY = 0x0002;

  /** Bit: the path MTU is probed. */
  public static final int PMTU_DISCOVERY = 0x0004;

  /** Bit: the MSS of TCP connections is clamped to the path MTU. */
  public static final int CLAMP_MSS = 0x0008;

  /** No option set. */
  public static final NodeOptions NONE = new NodeOptions(0);

  /** {@code IndirectData}: contact the node directly only over its own meta connections. */
  public boolean indirect() {
    return (bits & INDIRECT) != 0;
  }

  /** {@code TCPOnly}: data goes through the meta connections. */
  public boolean tcpOnly() {
    return (bits & TCP_ONLY) != 0;
  }

  /** {@code PMTUDiscovery}: the path MTU is probed. */
  public boolean pmtuDiscovery() {
    return (bits & PMTU_DISCOVERY) != 0;
  }

  /** {@code ClampMSS}: the MSS of TCP connections is clamped to the path MTU. */
  public boolean clampMss() {
    return (bits & CLAMP_MSS) != 0;
  }

  /** The minor protocol version that tinc 1.1 puts into the top byte; 0 for tinc 1.0. */
  public int protocolMinor() {
    return bits >>> 24;
  }

  @Override
  public String toString() {
    return Integer.toHexString(bits);
  }
}
