package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Spec 30, 9.7, byte by byte. */
class IcmpReplyTest extends RouterFixture {

  @Test
  void anIpv4ErrorIsBuiltByteByByte() {
    byte[] refused = Packets.ipv4("10.1.0.1", "10.9.0.2", 17, new byte[] {1, 2, 3});
    route(A, refused);
    String quoted = HexFormat.of().formatHex(refused, 14, refused.length);
    assertThat(HexFormat.of().formatHex(sink.frames.get(0)))
        .isEqualTo(
            "020202020202010101010101" // turned round
                + "0800"
                + "45000033" // no TOS; 20 + 8 + 23 bytes
                + "00000000" // no id, no flags
                + "ff01a7bd" // TTL 255, ICMP
                + "0a090002" // in the name of the destination
                + "0a010001"
                + "0306f8f700000000"
                + quoted);
    assertThat(Packets.checksumsHold(sink.frames.get(0))).isTrue();
  }

  @Test
  void anIpv6ErrorIsBuiltByteByByte() {
    byte[] refused = Packets.ipv6("fd00:1::1", "fd00:9::2", 17, new byte[] {1, 2, 3});
    route(A, refused);
    byte[] error = sink.frames.get(0);
    String quoted = HexFormat.of().formatHex(refused, 14, refused.length);
    assertThat(HexFormat.of().formatHex(error))
        .isEqualTo(
            "020202020202010101010101"
                + "86dd"
                + "60000000"
                + "00333aff" // 8 + 43 bytes, ICMPv6, hop limit 255
                + "fd000009000000000000000000000002"
                + "fd000001000000000000000000000001"
                + "0103952c00000000"
                + quoted);
    assertThat(Packets.checksumsHold(error)).isTrue();
  }

  @Test
  void anErrorQuotesAtMostWhatFitsInto576Bytes() {
    byte[] ipv4 = Packets.ipv4("10.1.0.1", "10.9.0.2", 17, Packets.counting(1400));
    route(A, ipv4);
    assertThat(sink.frames.get(0)).hasSize(14 + 576).endsWith(Packets.part(ipv4, 14, 548));
    assertThat(Packets.checksumsHold(sink.frames.get(0))).isTrue();
    byte[] ipv6 = Packets.ipv6("fd00:1::1", "fd00:9::2", 17, Packets.counting(1400));
    route(A, ipv6);
    assertThat(sink.frames.get(0)).hasSize(14 + 576).endsWith(Packets.part(ipv6, 14, 528));
    assertThat(Packets.checksumsHold(sink.frames.get(0))).isTrue();
  }

  @Test
  void anErrorAboutAPacketOfOursGoesToTheDevice() {
    route(US, Packets.ipv4("10.0.0.1", "10.9.0.2", 17, new byte[3]));
    assertThat(sink.nodes).containsExactly(US);
  }

  @Test
  void timeExceededComesFromOurOwnAddress() {
    decrementTtl = true;
    localAddress = destination -> TestAddresses.answering(destination, "10.1.0.1", "192.0.2.77");
    byte[] ipv4 = Packets.ipv4("10.1.0.1", "10.3.0.2", 17, new byte[3]);
    ipv4[22] = 1;
    route(A, ipv4);
    assertThat(Packets.part(sink.frames.get(0), 26, 8)).containsExactly(192, 0, 2, 77, 10, 1, 0, 1);
    assertThat(Packets.checksumsHold(sink.frames.get(0))).isTrue();

    localAddress = destination -> TestAddresses.answering(destination, "fd00:1::1", "2001:db8::7");
    byte[] ipv6 = Packets.ipv6("fd00:1::1", "fd00:3::2", 17, new byte[3]);
    ipv6[21] = 1;
    route(A, ipv6);
    assertThat(Packets.part(sink.frames.get(0), 22, 16)).startsWith(0x20, 0x01, 0x0d, 0xb8);
    assertThat(Packets.checksumsHold(sink.frames.get(0))).isTrue();
  }

  @Test
  void withoutAnOwnAddressTimeExceededComesFromTheDestination() {
    decrementTtl = true;
    localAddress = destination -> new byte[16];
    byte[] ipv4 = Packets.ipv4("10.1.0.1", "10.3.0.2", 17, new byte[3]);
    ipv4[22] = 1;
    route(A, ipv4);
    assertThat(Packets.part(sink.frames.get(0), 26, 4)).containsExactly(10, 3, 0, 2);
  }

  @Test
  void onlyTimeExceededComesFromOurOwnAddress() {
    localAddress = destination -> new byte[] {1, 2, 3, 4};
    route(A, Packets.ipv4("10.1.0.1", "10.9.0.2", 17, new byte[3]));
    assertThat(Packets.part(sink.frames.get(0), 26, 4)).containsExactly(10, 9, 0, 2);
  }
}
