package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrafficClassTest {

  private static final byte[] IPV4 = Packets.ipv4("10.0.0.1", "10.0.0.2", 17, new byte[8]);
  private static final byte[] IPV6 = Packets.ipv6("fd00::1", "fd00::2", 17, new byte[8]);

  private final TrafficClass trafficClass = new TrafficClass();

  private int of(byte[] frame) {
    return trafficClass.of(frame, 0, frame.length);
  }

  @Test
  void itIsTheTosByteOfIpv4AndTheTrafficClassOfIpv6() {
    byte[] ipv4 = IPV4.clone();
    ipv4[15] = (byte) 0xB8;
    assertThat(of(ipv4)).isEqualTo(0xB8);
    assertThat(of(Packets.tagged(ipv4))).isEqualTo(0xB8);
    byte[] ipv6 = IPV6.clone();
    ipv6[14] = 0x6B;
    ipv6[15] = (byte) 0x8F;
    assertThat(of(ipv6)).isEqualTo(0xB8);
    assertThat(of(Packets.tagged(ipv6))).isEqualTo(0xB8);
  }

  @Test
  void whatIsNoWholePacketHasNone() {
    byte[] other = IPV4.clone();
    other[15] = 1;
    other[13] = 6;
    assertThat(of(other)).isZero();
    assertThat(of(Packets.part(IPV4, 0, 14))).isZero();
    assertThat(of(Packets.part(IPV6, 0, 53))).isZero();
  }
}
