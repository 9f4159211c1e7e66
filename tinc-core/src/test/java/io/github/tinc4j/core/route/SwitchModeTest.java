package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.RoutingMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spec 30, 10, rule by rule. The IP addresses of the packets play no part. */
class SwitchModeTest extends RouterFixture {

  private static final long MAC_US = 0x0200_0000_0001L;
  private static final long MAC_A = 0x0200_0000_000AL;
  private static final long MAC_C = 0x0200_0000_000CL;
  private static final long NOBODY = 0x0200_0000_0099L;
  private static final long EVERYBODY = 0xFFFF_FFFF_FFFFL;

  private static final byte[] IPV4 = Packets.ipv4("198.51.100.1", "198.51.100.2", 17, new byte[30]);
  private static final byte[] IPV6 = Packets.ipv6("2001:db8::1", "2001:db8::2", 17, new byte[30]);

  @BeforeEach
  void switchMode() {
    mode = RoutingMode.SWITCH;
    mesh.owns(mesh.us(), "2:0:0:0:0:1").owns(a, "2:0:0:0:0:a").owns(c, "2:0:0:0:0:c");
  }

  private static byte[] to(long destination, byte[] frame) {
    return Packets.between(NOBODY, destination, frame);
  }

  @Test
  void aFrameGoesToTheOwnerOfItsDestination() {
    assertGoes(US, to(MAC_A, IPV4), A);
    assertGoes(US, to(MAC_C, IPV6), C);
    assertGoes(A, to(MAC_C, IPV4), C);
    assertGoes(A, to(MAC_US, IPV4), US);
  }

  @Test
  void whatIsNoIpPacketGoesAsWell() {
    byte[] other = to(MAC_A, IPV4);
    NetworkOrder.put16(other, 12, 0x88B5);
    assertGoes(US, other, A);
    assertGoes(US, Packets.part(other, 0, 14), A);
    assertDropped(US, Packets.part(other, 0, 13), DropReason.FRAME_TOO_SHORT);
  }

  @Test
  void whatNobodyOwnsGoesToEverybody() {
    assertGoes(US, to(NOBODY, IPV4), A, B);
    assertGoes(A, to(EVERYBODY, IPV4), B, US);
    assertGoes(C, to(EVERYBODY, IPV4), A, US);
    broadcast = BroadcastMode.NO;
    assertGoes(A, to(NOBODY, IPV4), US);
  }

  @Test
  void everySourceOfOurDeviceIsToldOfAndNoOther() {
    route(US, to(MAC_A, IPV4));
    assertThat(sink.macs).containsExactly(NOBODY);
    route(A, to(MAC_US, IPV4));
    assertThat(sink.macs).isEmpty();
  }

  @Test
  void aFrameForTheSideItCameFromIsDropped() {
    assertDropped(US, to(MAC_US, IPV4), DropReason.LOOP);
    assertDropped(A, to(MAC_A, IPV4), DropReason.LOOP);
    assertDropped(B, to(MAC_C, IPV4), DropReason.LOOP);
  }

  @Test
  void forwardingOffDropsWhatIsForOthersSilently() {
    forwarding = ForwardingMode.OFF;
    assertDropped(A, to(MAC_C, IPV4), DropReason.PROHIBITED);
    assertGoes(A, to(MAC_US, IPV4), US);
    assertGoes(US, to(MAC_C, IPV4), C);
  }

  @Test
  void forwardingKernelGivesAllThatComesInToTheDevice() {
    forwarding = ForwardingMode.KERNEL;
    assertGoes(A, to(MAC_C, IPV4), US);
    assertGoes(A, to(EVERYBODY, IPV4), US);
  }

  @Test
  void directOnlyDropsWhatNeedsARelaySilently() {
    directOnly = true;
    assertDropped(US, to(MAC_C, IPV4), DropReason.PROHIBITED);
    assertGoes(US, to(MAC_A, IPV4), A);
  }

  @Test
  void whatAnUnreachableNodeOwnsIsDropped() {
    c.unreachable();
    assertDropped(US, to(MAC_C, IPV4), DropReason.UNREACHABLE);
  }

  @Test
  void aRelayedPacketLosesAHopBehindATagToo() {
    decrementTtl = true;
    route(A, to(MAC_C, IPV4));
    assertThat(sink.frames.get(0)[22]).isEqualTo((byte) 63);
    route(A, Packets.tagged(to(MAC_C, IPV6)));
    assertThat(sink.frames.get(0)[25]).isEqualTo((byte) 63);
    route(A, to(NOBODY, IPV4));
    assertThat(sink.nodes).containsExactly(B, US);
    assertThat(sink.frames.get(1)[22]).isEqualTo((byte) 63);
    assertGoes(US, to(MAC_C, IPV4), C);
    assertGoes(A, to(MAC_US, IPV4), US);
  }

  @Test
  void theEndOfTheHopsIsAnsweredBehindTheSameTag() {
    decrementTtl = true;
    byte[] last = to(MAC_C, IPV4);
    last[22] = 1;
    assertRefused(A, last, DropReason.TTL_EXPIRED, 11, 0);
    route(A, Packets.tagged(last), 90_000_000_000L);
    byte[] answer = sink.frames.get(0);
    assertThat(Packets.part(answer, 12, 6)).isEqualTo(Packets.part(Packets.tagged(last), 12, 6));
    assertThat(Packets.checksumsHold(Packets.untagged(answer))).isTrue();
    assertThat(Ethernet.destination(answer, 0)).isEqualTo(NOBODY);
    assertThat(Ethernet.source(answer, 0)).isEqualTo(MAC_C);
  }

  @Test
  void aPacketThatMustNotBeFragmentedIsRefusedWithTheMtu() {
    b.mtu = 1000;
    byte[] whole = Packets.ipv4("198.51.100.1", "10.0.0.1", 17, 0x4000, new byte[0], new byte[967]);
    byte[] frame = to(MAC_C, whole);
    assertRefused(US, frame, DropReason.TOO_BIG, 3, 4);
    assertThat(Packets.part(sink.frames.get(0), 38, 4)).containsExactly(0, 0, 986 >> 8, 986 & 255);
    assertGoes(US, Packets.part(frame, 0, 1000), C);
    route(US, Packets.tagged(frame), 80_000_000_000L);
    assertThat(Packets.part(sink.frames.get(0), 42, 4)).containsExactly(0, 0, 982 >> 8, 982 & 255);
  }

  @Test
  void theMtuThatIsToldHasNoLowerBound() {
    b.mtu = 300;
    byte[] whole = Packets.ipv4("198.51.100.1", "10.0.0.1", 17, 0x4000, new byte[0], new byte[967]);
    assertRefused(US, to(MAC_C, whole), DropReason.TOO_BIG, 3, 4);
    assertThat(Packets.part(sink.frames.get(0), 38, 4)).containsExactly(0, 0, 286 >> 8, 286 & 255);
    assertThat(sink.frames.get(0)).hasSize(14 + 20 + 8 + 286);
  }

  @Test
  void packetsOfTheLeastSizeThatEveryPathTakesGoWhateverItsMtu() {
    b.mtu = 100;
    assertGoes(US, to(MAC_C, Packets.ipv4("10.0.0.1", "10.0.0.2", 17, new byte[556])), C);
    assertGoes(US, to(MAC_C, Packets.ipv6("fd00::1", "fd00::2", 17, new byte[1240])), C);
    assertRefused(
        US,
        to(MAC_C, Packets.ipv6("fd00::1", "fd00::2", 17, new byte[1241])),
        DropReason.TOO_BIG,
        2,
        0);
  }

  @Test
  void whatIsTooLongAndNoIpPacketGoesAllTheSame() {
    b.mtu = 1000;
    byte[] other = to(MAC_C, Packets.ipv4("10.0.0.1", "10.0.0.2", 17, new byte[1400]));
    NetworkOrder.put16(other, 12, 0x88B5);
    assertGoes(US, other, C);
  }

  @Test
  void fragmentsKeepTheirTag() {
    b.mtu = 1000;
    byte[] whole = Packets.ipv4("10.0.0.1", "10.0.0.2", 17, Packets.counting(1400));
    route(US, Packets.tagged(to(MAC_C, whole)));
    assertThat(sink.nodes).containsExactly(B, B);
    assertThat(sink.frames)
        .allSatisfy(
            fragment -> {
              assertThat(fragment.length).isLessThanOrEqualTo(1000);
              assertThat(fragment[12]).isEqualTo((byte) 0x81);
              assertThat(Checksum.of(Checksum.add(0, fragment, 18, 20))).isZero();
            });
    int first = sink.frames.get(0).length - 38;
    assertThat(Packets.part(sink.frames.get(0), 38, first))
        .isEqualTo(Packets.part(whole, 34, first));
    assertThat(Packets.part(sink.frames.get(1), 38, 1400 - first))
        .isEqualTo(Packets.part(whole, 34 + first, 1400 - first));
  }

  @Test
  void theSegmentSizeIsClampedBehindATagToo() {
    b.options = NodeOptions.CLAMP_MSS;
    b.mtu = 1400;
    byte[] syn = to(MAC_C, Packets.synIpv4("10.0.0.1", "10.0.0.2", 2, 4, 1460 >> 8, 1460 & 255));
    route(A, syn);
    assertThat(NetworkOrder.get16(sink.frames.get(0), 56)).isEqualTo(1400 - 34 - 20);
    route(A, Packets.tagged(syn));
    byte[] clamped = sink.frames.get(0);
    assertThat(NetworkOrder.get16(clamped, 60)).isEqualTo(1400 - 38 - 20);
    assertThat(Packets.checksumsHold(Packets.untagged(clamped))).isTrue();
  }

  @Test
  void aHubGivesEveryFrameToEverybodyAndLearnsNothing() {
    mode = RoutingMode.HUB;
    assertGoes(US, to(MAC_A, IPV4), A, B);
    assertThat(sink.macs).isEmpty();
    assertGoes(A, to(MAC_US, IPV4), B, US);
    assertGoes(C, to(MAC_C, IPV4), A, US);
    assertDropped(US, Packets.part(IPV4, 0, 13), DropReason.FRAME_TOO_SHORT);
    decrementTtl = true;
    byte[] last = to(MAC_C, IPV4);
    last[22] = 1;
    assertRefused(A, last, DropReason.TTL_EXPIRED, 11, 0);
    forwarding = ForwardingMode.KERNEL;
    assertGoes(A, to(MAC_C, IPV4), US);
  }
}
