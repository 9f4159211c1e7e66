package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import org.junit.jupiter.api.Test;

/** Spec 30, 8, 9 and 11, rule by rule. */
class RouterModeTest extends RouterFixture {

  private static final byte[] TO_US_4 = Packets.ipv4("10.1.0.1", "10.0.0.1", 17, new byte[30]);
  private static final byte[] TO_A_4 = Packets.ipv4("10.0.0.1", "10.1.0.1", 17, new byte[30]);
  private static final byte[] TO_C_4 = Packets.ipv4("10.0.0.1", "10.3.0.1", 17, new byte[30]);
  private static final byte[] TO_US_6 = Packets.ipv6("fd00:1::1", "fd00:0::1", 17, new byte[30]);
  private static final byte[] TO_C_6 = Packets.ipv6("fd00:0::1", "fd00:3::1", 17, new byte[30]);
  private static final byte[] TO_GROUP_4 = Packets.ipv4("10.0.0.1", "224.0.0.9", 17, new byte[9]);
  private static final byte[] TO_GROUP_6 = Packets.ipv6("fd00::1", "ff02::9", 17, new byte[9]);

  @Test
  void aPacketGoesToTheOwnerOfItsDestination() {
    assertGoes(US, TO_A_4, A);
    assertGoes(US, TO_C_4, C);
    assertGoes(US, TO_C_6, C);
    assertGoes(A, TO_C_6, C);
  }

  @Test
  void aPacketOfOursGoesToTheDevice() {
    assertGoes(A, TO_US_4, US);
    assertGoes(A, TO_US_6, US);
  }

  @Test
  void forwardingKernelGivesAllThatComesInToTheDevice() {
    forwarding = ForwardingMode.KERNEL;
    assertGoes(A, TO_C_4, US);
    assertGoes(A, TO_GROUP_4, US);
    assertGoes(US, TO_C_4, C);
  }

  @Test
  void otherEtherTypesAreDropped() {
    byte[] vlan = TO_A_4.clone();
    vlan[12] = (byte) 0x81;
    assertDropped(US, vlan, DropReason.UNKNOWN_TYPE);
    byte[] arp = TO_A_4.clone();
    arp[13] = 6;
    assertDropped(US, arp, DropReason.UNKNOWN_TYPE);
  }

  @Test
  void aFrameShorterThanItsHeadersIsDropped() {
    assertDropped(US, Packets.part(TO_A_4, 0, 13), DropReason.FRAME_TOO_SHORT);
    assertDropped(US, Packets.part(TO_A_4, 0, 33), DropReason.FRAME_TOO_SHORT);
    assertDropped(US, Packets.part(TO_C_6, 0, 53), DropReason.FRAME_TOO_SHORT);
    assertGoes(US, Packets.part(TO_A_4, 0, 34), A);
    assertGoes(US, Packets.part(TO_C_6, 0, 54), C);
  }

  @Test
  void aPacketBackToItsSourceIsALoop() {
    assertDropped(A, TO_A_4, DropReason.LOOP);
    assertDropped(US, TO_US_4, DropReason.LOOP);
  }

  @Test
  void aPacketWhoseWayLeadsBackToItsSourceIsALoop() {
    assertDropped(B, TO_C_4, DropReason.LOOP);
    assertDropped(B, TO_C_6, DropReason.LOOP);
  }

  @Test
  void forwardingOffRefusesWhatIsForOthers() {
    forwarding = ForwardingMode.OFF;
    assertRefused(A, TO_C_4, DropReason.PROHIBITED, 3, 9);
    assertRefused(A, TO_C_6, DropReason.PROHIBITED, 1, 1);
    assertGoes(US, TO_C_4, C);
    assertGoes(A, TO_US_4, US);
  }

  @Test
  void directOnlyRefusesWhatNeedsARelay() {
    directOnly = true;
    assertRefused(US, TO_C_4, DropReason.PROHIBITED, 3, 9);
    assertRefused(US, TO_C_6, DropReason.PROHIBITED, 1, 1);
    assertGoes(US, TO_A_4, A);
    assertGoes(A, TO_US_4, US);
  }

  @Test
  void whatNobodyOwnsIsRefused() {
    byte[] ipv4 = Packets.ipv4("10.1.0.1", "10.9.0.1", 17, new byte[30]);
    assertRefused(A, ipv4, DropReason.NO_ROUTE, 3, 6);
    byte[] ipv6 = Packets.ipv6("fd00:1::1", "fd00:9::1", 17, new byte[30]);
    assertRefused(A, ipv6, DropReason.NO_ROUTE, 1, 3);
  }

  @Test
  void whatAnUnreachableNodeOwnsIsRefused() {
    c.unreachable();
    assertRefused(A, TO_C_4, DropReason.UNREACHABLE, 3, 0);
    assertRefused(A, TO_C_6, DropReason.UNREACHABLE, 1, 0);
  }

  @Test
  void aRelayedPacketLosesAHopOnlyWhenConfigured() {
    route(A, TO_C_4);
    assertThat(sink.frames.get(0)[22]).isEqualTo((byte) 64);
    decrementTtl = true;
    route(A, TO_C_4);
    assertThat(sink.frames.get(0)[22]).isEqualTo((byte) 63);
    assertThat(Packets.part(sink.frames.get(0), 14, 20))
        .satisfies(h -> assertThat(Checksum.of(Checksum.add(0, h, 0, 20))).isZero());
    route(A, TO_C_6);
    assertThat(sink.frames.get(0)[21]).isEqualTo((byte) 63);
  }

  @Test
  void whatBeginsOrEndsHereLosesNoHop() {
    decrementTtl = true;
    assertGoes(US, TO_C_4, C);
    assertGoes(A, TO_US_4, US);
    assertGoes(A, TO_US_6, US);
  }

  @Test
  void theLastHopAnswersTimeExceeded() {
    decrementTtl = true;
    byte[] ipv4 = TO_C_4.clone();
    ipv4[22] = 1;
    assertRefused(A, ipv4, DropReason.TTL_EXPIRED, 11, 0);
    byte[] ipv6 = TO_C_6.clone();
    ipv6[21] = 0;
    assertRefused(A, ipv6, DropReason.TTL_EXPIRED, 3, 0);
  }

  @Test
  void timeExceededIsNotAnsweredByTimeExceeded() {
    decrementTtl = true;
    byte[] ipv4 = Packets.ipv4("10.1.0.1", "10.3.0.1", 1, new byte[] {11, 0, 0, 0});
    ipv4[22] = 1;
    assertDropped(A, ipv4, DropReason.TTL_EXPIRED);
    byte[] ipv6 = Packets.ipv6("fd00:1::1", "fd00:3::1", 58, new byte[] {3, 0, 0, 0});
    ipv6[21] = 1;
    assertDropped(A, ipv6, DropReason.TTL_EXPIRED);
  }

  @Test
  void neighbourSolicitationsAreNotRouted() {
    byte[] payload = new byte[24];
    payload[0] = (byte) 135;
    byte[] solicitation = Packets.ipv6("fd00:1::1", "fd00:3::1", 58, payload);
    assertDropped(A, solicitation, DropReason.UNKNOWN_TYPE);
    assertGoes(A, Packets.part(solicitation, 0, 61), C);
  }

  @Test
  void aBroadcastOfOursGoesAlongTheTree() {
    assertGoes(US, TO_GROUP_4, A, B);
    assertGoes(US, TO_GROUP_6, A, B);
    assertGoes(US, Packets.ipv4("10.0.0.1", "255.255.255.255", 17, new byte[9]), A, B);
  }

  @Test
  void aBroadcastReceivedIsDeliveredAndGoesOnButNotBack() {
    assertGoes(A, TO_GROUP_4, B, US);
    assertGoes(C, TO_GROUP_4, A, US);
  }

  @Test
  void aDirectBroadcastGoesStraightFromItsSourceOnly() {
    broadcast = BroadcastMode.DIRECT;
    c.via = C;
    assertGoes(US, TO_GROUP_4, A, B, C);
    assertGoes(A, TO_GROUP_4, US);
  }

  @Test
  void aTunnelServerTakesBroadcastsAndPassesNoneOn() {
    tunnelServer = true;
    for (BroadcastMode mode : new BroadcastMode[] {BroadcastMode.MST, BroadcastMode.DIRECT}) {
      broadcast = mode;
      assertGoes(A, TO_GROUP_4, US);
      assertGoes(US, TO_GROUP_6);
    }
  }

  @Test
  void withoutBroadcastsGroupsAreRoutedLikeAnyAddress() {
    broadcast = BroadcastMode.NO;
    assertRefused(US, TO_GROUP_4, DropReason.NO_ROUTE, 3, 6);
    assertRefused(US, TO_GROUP_6, DropReason.NO_ROUTE, 1, 3);
    mesh.owns(a, "224.0.0.0/4");
    assertGoes(US, TO_GROUP_4, A);
  }

  @Test
  void aRelayedBroadcastLosesAHop() {
    decrementTtl = true;
    route(A, TO_GROUP_4);
    assertThat(sink.nodes).containsExactly(B, US);
    assertThat(sink.frames).allSatisfy(frame -> assertThat(frame[22]).isEqualTo((byte) 63));
    assertGoes(US, TO_GROUP_4, A, B);
  }

  @Test
  void aPacketThatMustNotBeFragmentedIsRefusedWithTheMtu() {
    b.mtu = 1000;
    byte[] ipv4 = Packets.ipv4("10.0.0.1", "10.3.0.1", 17, 0x4000, new byte[0], new byte[967]);
    assertRefused(US, ipv4, DropReason.TOO_BIG, 3, 4);
    assertThat(Packets.part(sink.frames.get(0), 38, 4)).containsExactly(0, 0, 986 >> 8, 986 & 255);
    assertGoes(US, Packets.part(ipv4, 0, 1000), C);
  }

  @Test
  void anIpv6PacketLongerThanThePathIsTooBig() {
    b.mtu = 1400;
    byte[] ipv6 = Packets.ipv6("fd00:0::1", "fd00:3::1", 17, new byte[1347]);
    assertRefused(US, ipv6, DropReason.TOO_BIG, 2, 0);
    assertThat(Packets.part(sink.frames.get(0), 58, 4))
        .containsExactly(0, 0, 1386 >> 8, 1386 & 255);
    assertGoes(US, Packets.part(ipv6, 0, 1400), C);
  }

  @Test
  void everyPathTakesTheLeastMtu() {
    b.mtu = 100;
    byte[] ipv4 = Packets.ipv4("10.0.0.1", "10.3.0.1", 17, 0x4000, new byte[0], new byte[557]);
    assertRefused(US, ipv4, DropReason.TOO_BIG, 3, 4);
    assertGoes(US, Packets.part(ipv4, 0, 590), C);
    byte[] ipv6 = Packets.ipv6("fd00:0::1", "fd00:3::1", 17, new byte[1241]);
    assertRefused(US, ipv6, DropReason.TOO_BIG, 2, 0);
    assertGoes(US, Packets.part(ipv6, 0, 1294), C);
  }

  @Test
  void ourOwnMtuDoesNotLimitWhatWeReceive() {
    mesh.us().mtu = 600;
    assertGoes(A, Packets.ipv4("10.1.0.1", "10.0.0.1", 17, new byte[1400]), US);
  }

  @Test
  void fragmentsGoToVia() {
    b.mtu = 1000;
    route(US, Packets.ipv4("10.0.0.1", "10.3.0.1", 17, new byte[1400]));
    assertThat(sink.nodes).containsExactly(B, B);
    assertThat(sink.drops).isEmpty();
  }

  @Test
  void whatCannotBeFragmentedIsDropped() {
    b.mtu = 1000;
    byte[] options = {1, 1, 1, 1};
    byte[] withOptions = Packets.ipv4("10.0.0.1", "10.3.0.1", 17, 0, options, new byte[1400]);
    assertDropped(US, withOptions, DropReason.NOT_FRAGMENTABLE);
  }

  @Test
  void theSegmentSizeIsClampedToTheNarrowerOfBothPaths() {
    b.options = NodeOptions.CLAMP_MSS;
    b.mtu = 1400;
    assertThat(mssAfter(A, "10.3.0.1")).isEqualTo(1400 - 34 - 20);
    a.mtu = 1300;
    assertThat(mssAfter(A, "10.3.0.1")).isEqualTo(1300 - 34 - 20);
  }

  @Test
  void theSegmentSizeOfWhatIsForUsIsClampedToItsSourcesPath() {
    mesh.us().options = 0;
    mesh.us().mtu = 700;
    a.mtu = 1300;
    assertThat(mssAfter(A, "10.0.0.1")).isEqualTo(1300 - 34 - 20);
  }

  @Test
  void ourOwnSettingDecidesWhetherToClampWhatIsForUs() {
    clampMss = false;
    mesh.us().options = NodeOptions.CLAMP_MSS;
    a.options = NodeOptions.CLAMP_MSS;
    a.mtu = 1300;
    assertThat(mssAfter(A, "10.0.0.1")).isEqualTo(1460);
  }

  @Test
  void viaDecidesWhetherToClamp() {
    b.mtu = 1400;
    c.options = NodeOptions.CLAMP_MSS;
    assertThat(mssAfter(A, "10.3.0.1")).isEqualTo(1460);
  }

  @Test
  void answersAreLimitedToThreeASecond() {
    byte[] nowhere = Packets.ipv4("10.1.0.1", "10.9.0.1", 17, new byte[30]);
    for (int i = 0; i < 3; i++) {
      route(A, nowhere, 5_000_000_000L + i);
      assertThat(sink.nodes).containsExactly(A);
    }
    route(A, nowhere, 5_999_999_999L);
    assertThat(sink.nodes).isEmpty();
    assertThat(sink.drops).containsExactly(DropReason.NO_ROUTE, DropReason.ANSWER_LIMITED);
    route(A, Packets.ipv6("fd00::1", "fd00:9::1", 17, new byte[30]), 5_999_999_999L);
    assertThat(sink.nodes).isEmpty();
    route(A, nowhere, 6_000_000_000L);
    assertThat(sink.nodes).containsExactly(A);
  }

  private int mssAfter(int source, String destination) {
    route(source, Packets.synIpv4("10.1.0.1", destination, 2, 4, 1460 >> 8, 1460 & 255));
    byte[] frame = sink.frames.get(0);
    assertThat(Packets.checksumsHold(frame)).isTrue();
    return NetworkOrder.get16(frame, 56);
  }
}
