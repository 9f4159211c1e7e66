package io.github.tinc4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.TrafficCounters.Flow;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.core.route.Packets;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Packets of the device on their way out: spec 20, 8, rule by rule. */
class SendingTest extends LaneFixture {

  private static final byte[] TO_A = packet("10.0.0.1", "10.1.0.1", 100);
  private static final byte[] TO_FAR = packet("10.0.0.1", "10.3.0.1", 100);
  private static final byte[] TO_RELAYED = packet("10.0.0.1", "10.4.0.1", 100);

  @Test
  void aPacketIsFramedAndSealedForItsOwner() {
    a.socket = 3;
    fromDevice(TO_A);
    assertThat(udp.sent)
        .containsExactly(
            new FakeUdp.Sent(
                "a",
                TestTable.address(1),
                3,
                FakeUdp.bytes(FakeKeys.sealed(1, framed(TO_A))),
                114));
    assertThat(counters.snapshot().fromDevice()).isEqualTo(new Flow(1, 114));
    assertThat(counters.snapshot().udpSent()).isEqualTo(new Flow(1, 119));
    assertThat(counters.snapshot().drops()).isEmpty();
  }

  @Test
  void anIpv6PacketIsFramedAsSuch() {
    byte[] frame = Packets.ipv6("fd00::1", "fd00:1::1", 17, new byte[20]);
    byte[] packet = Packets.part(frame, 14, frame.length - 14);
    fromDevice(packet);
    assertSentByUdp("a", 1, framed(packet));
  }

  @Test
  void whatIsNoIpPacketIsDropped() {
    fromDevice(new byte[0], new byte[] {0x50, 0, 0, 0}, new byte[40]);
    assertThat(counters.snapshot().dropped(DropReason.UNKNOWN_TYPE)).isEqualTo(3);
    assertThat(udp.sent).isEmpty();
  }

  @Test
  void aPacketLongerThanAnyFrameIsDropped() {
    fromDevice(packet("10.0.0.1", "10.1.0.1", 1505), packet("10.0.0.1", "10.1.0.1", 1504));
    assertThat(counters.snapshot().dropped(DropReason.FRAME_TOO_LONG)).isEqualTo(1);
    assertThat(udp.sent).hasSize(1);
  }

  @Test
  void anEthernetDevicesFramesGoAsTheyAre() {
    device.layer = Layer.ETHERNET;
    byte[] frame = Packets.ipv4("10.0.0.1", "10.1.0.1", 17, new byte[20]);
    fromDevice(frame);
    assertSentByUdp("a", 1, frame);
  }

  @Test
  void theOrderIsKeptOverManyBatches() {
    byte[][] packets = new byte[Outbound.BATCH * 2 + 3][];
    for (int i = 0; i < packets.length; i++) {
      packets[i] = packet("10.0.0.1", "10.1.0.1", 40 + i);
    }
    fromDevice(packets);
    assertThat(udp.sent).extracting(FakeUdp.Sent::frameLength).isSorted().hasSize(packets.length);
  }

  @Test
  void whatARelayMustCarryIsSealedForTheRelay() {
    fromDevice(TO_RELAYED);
    assertSentByUdp("b", 2, framed(TO_RELAYED));
  }

  @Test
  void whoTakesUdpGetsItDirectly() {
    fromDevice(TO_FAR);
    assertSentByUdp("far", 3, framed(TO_FAR));
  }

  @Test
  void withoutKeyAFrameGoesByTcpAndTheKeyIsWanted() {
    far.sealing = null;
    fromDevice(TO_FAR);
    assertSentByTcp("b", "far", framed(TO_FAR));
  }

  @Test
  void whatIsLongerThanProvenGoesToANeighbourByTcp() {
    a.minMtu = 113;
    fromDevice(TO_A);
    assertSentByTcp("a", null, framed(TO_A));
  }

  @Test
  void whatIsAsLongAsProvenGoesByUdp() {
    a.minMtu = 114;
    fromDevice(TO_A);
    assertSentByUdp("a", 1, framed(TO_A));
  }

  @Test
  void whatIsLongerThanProvenStartsOverWithTheNeighbour() {
    far.minMtu = 113;
    fromDevice(TO_FAR);
    assertSentByUdp("b", 2, framed(TO_FAR));
  }

  @Test
  void theNeighbourThenDecidesByItsOwnRules() {
    far.minMtu = 0;
    b.minMtu = 0;
    fromDevice(TO_FAR);
    assertSentByTcp("b", null, framed(TO_FAR));
  }

  @Test
  void withoutMtuDiscoveryNothingNeedsProof() {
    a.options = 0;
    a.minMtu = 0;
    fromDevice(TO_A);
    assertSentByUdp("a", 1, framed(TO_A));
  }

  @Test
  void withoutAddressAFrameGoesByTcp() {
    a.address = null;
    fromDevice(TO_A);
    assertSentByTcp("a", null, framed(TO_A));
  }

  @Test
  void aTcpOnlyHopGetsTcp() {
    a.options |= NodeOptions.TCP_ONLY;
    fromDevice(TO_A);
    assertSentByTcp("a", null, framed(TO_A));
  }

  @Test
  void ourOwnTcpOnlySendsAllByTcp() {
    config.tcpOnly(true);
    fromDevice(TO_A);
    assertSentByTcp("a", null, framed(TO_A));
  }

  @Test
  void aFrameMarkedTcpGoesOnByTcpToTheNexthop() {
    byte[] frame = framed(packet("10.1.0.1", "10.3.0.1", 100));
    lane().fromMeta(NodeName.of("a"), frame, 0, frame.length, true, 0);
    assertSentByTcp("b", null, frame);
    assertThat(counters.snapshot().tcpReceived()).isEqualTo(new Flow(1, 114));
  }

  /** tincd overwrites the mark by the priority (spec 20, 8). */
  @Test
  void aFrameMarkedTcpStaysOnTcpWhateverItsPriority() {
    config.priorityInheritance(true);
    aFrameMarkedTcpGoesOnByTcpToTheNexthop();
  }

  @Test
  void aFrameNotMarkedMayGoOnByUdp() {
    byte[] frame = framed(packet("10.1.0.1", "10.3.0.1", 100));
    lane().fromMeta(NodeName.of("a"), frame, 0, frame.length, false, 0);
    assertSentByUdp("far", 3, frame);
  }

  @Test
  void aCopyForAnUnreachableNodeIsDropped() {
    a.unreachable();
    fromDevice(packet("10.0.0.1", "224.0.0.1", 60));
    assertThat(udp.sent).extracting(FakeUdp.Sent::peer).containsExactly("b");
    assertThat(counters.snapshot().dropped(DropReason.UNREACHABLE)).isEqualTo(1);
  }

  @Test
  void eachCopyOfABroadcastIsWhole() {
    byte[] packet = packet("10.0.0.1", "224.0.0.1", 60);
    fromDevice(packet);
    assertThat(udp.sent)
        .extracting(FakeUdp.Sent::bytes)
        .containsExactly(
            FakeUdp.bytes(FakeKeys.sealed(1, framed(packet))),
            FakeUdp.bytes(FakeKeys.sealed(2, framed(packet))));
  }

  @Test
  void aDatagramTooLongForItsPathIsReportedByTheLengthOfItsFrame() {
    udp.outcome = Outcome.TOO_LONG;
    fromDevice(TO_A);
    assertThat(punts()).containsExactly(new Punt.TooLong(NodeName.of("a"), 114));
    assertThat(counters.snapshot().dropped(DropReason.TOO_BIG)).isEqualTo(1);
    assertThat(counters.snapshot().udpSent()).isEqualTo(new Flow(0, 0));
  }

  @Test
  void refusedDatagramsAreCounted() {
    udp.outcome = Outcome.WOULD_BLOCK;
    fromDevice(TO_A, TO_A);
    udp.outcome = Outcome.REFUSED;
    fromDevice(TO_A);
    assertThat(counters.snapshot().dropped(DropReason.UDP_CONGESTED)).isEqualTo(2);
    assertThat(counters.snapshot().dropped(DropReason.UDP_REFUSED)).isEqualTo(1);
  }

  @Test
  void whatASealerRefusesIsCounted() {
    a.sealing = new FakeKeys.Sealing(1, 114);
    fromDevice(TO_A, packet("10.0.0.1", "10.1.0.1", 101));
    assertThat(counters.snapshot().dropped(DropReason.BAD_COMPRESSION)).isEqualTo(1);
    assertThat(udp.sent).hasSize(1);
  }

  @Test
  void whatTheControlThreadHasNoRoomForIsCounted() {
    a.sealing = null;
    puntRoom = 2;
    fromDevice(TO_A, TO_A, TO_A);
    assertThat(counters.snapshot().dropped(DropReason.CONTROL_CONGESTED)).isEqualTo(1);
    assertThat(punts()).hasSize(2);
  }

  @Test
  void newsThatTheControlThreadHasNoRoomForIsNoPacketLost() {
    udp.outcome = Outcome.TOO_LONG;
    puntRoom = 1;
    fromDevice(TO_A, TO_A);
    assertThat(punts()).hasSize(1);
    assertThat(counters.snapshot().drops()).isEqualTo(Map.of(DropReason.TOO_BIG, 2L));
  }

  @Test
  void beforeTheFirstTableNothingHasARoute() {
    PacketLane lane = lane();
    tables.publish(ForwardingTable.EMPTY);
    lane.fromDevice(batch(TO_A), 0);
    assertThat(counters.snapshot().dropped(DropReason.NO_ROUTE)).isEqualTo(1);
    assertThat(device.packets).hasSize(1);
  }

  @Test
  void anErrorAboutOurPacketComesOutOfTheDevice() {
    fromDevice(packet("10.0.0.1", "10.99.0.1", 100));
    assertThat(device.packets).hasSize(1);
    assertThat(device.packets.get(0)).startsWith(0x45).hasSize(28 + 100);
    assertThat(counters.snapshot().toDevice()).isEqualTo(new Flow(1, 142));
  }

  @Test
  void fragmentsReachTheRelay() {
    b.mtu = 1000;
    fromDevice(packet("10.0.0.1", "10.4.0.1", 1400));
    assertThat(udp.sent).extracting(FakeUdp.Sent::peer).containsExactly("b", "b");
    assertThat(udp.sent).extracting(FakeUdp.Sent::frameLength).allMatch(length -> length <= 1000);
  }

  private void assertSentByUdp(String peer, int mark, byte[] frame) {
    assertThat(udp.sent).extracting(FakeUdp.Sent::peer).containsExactly(peer);
    assertThat(udp.sent.get(0).bytes()).isEqualTo(FakeUdp.bytes(FakeKeys.sealed(mark, frame)));
    assertThat(punts()).isEmpty();
  }

  private void assertSentByTcp(String neighbour, @Nullable String keyWanted, byte[] frame) {
    assertThat(udp.sent).isEmpty();
    List<Punt.TcpFrame> frames = new ArrayList<>();
    for (Punt punt : punts()) {
      frames.add((Punt.TcpFrame) punt);
    }
    assertThat(frames).hasSize(1);
    assertThat(frames.get(0).neighbour()).isEqualTo(NodeName.of(neighbour));
    assertThat(frames.get(0).keyWanted())
        .isEqualTo(keyWanted == null ? null : NodeName.of(keyWanted));
    assertThat(frames.get(0).frame()).isEqualTo(frame);
  }
}
