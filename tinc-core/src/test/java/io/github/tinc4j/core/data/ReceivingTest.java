package io.github.tinc4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.TrafficCounters.Flow;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.core.route.Packets;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.Layer;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Datagrams and frames on their way in: spec 20, 7, 9 and 10. */
class ReceivingTest extends LaneFixture {

  private static final byte[] PACKET = packet("10.1.0.1", "10.0.0.1", 100);
  private static final byte[] FROM_A = FakeKeys.sealed(1, framed(PACKET));
  private static final InetSocketAddress A = TestTable.address(1);
  private static final InetSocketAddress ELSEWHERE =
      new InetSocketAddress(TestTable.ip("198.51.100.7"), 7000);
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aPacketForUsComesOutOfTheDeviceWithoutItsEthernetHeader() {
    fromUdp(A, FROM_A);
    assertThat(device.packets).containsExactly(PACKET);
    assertThat(counters.snapshot().udpReceived()).isEqualTo(new Flow(1, FROM_A.length));
    assertThat(counters.snapshot().toDevice()).isEqualTo(new Flow(1, 114));
    assertThat(counters.snapshot().drops()).isEmpty();
    assertThat(punts()).isEmpty();
  }

  @Test
  void anEthernetDeviceGetsWholeFrames() {
    device.layer = Layer.ETHERNET;
    fromUdp(A, FROM_A);
    assertThat(device.packets).containsExactly(framed(PACKET));
  }

  @Test
  void manyPacketsComeOutInOrder() {
    int count = Outbound.BATCH * 2 + 5;
    var batch = new DatagramBatch(count);
    for (int i = 0; i < count; i++) {
      byte[] datagram = FakeKeys.sealed(1, framed(packet("10.1.0.1", "10.0.0.1", 40 + i)));
      add(batch, A, datagram);
    }
    lane().fromUdp(batch, 0, 0);
    assertThat(device.packets).extracting(packet -> packet.length).isSorted().hasSize(count);
  }

  @Test
  void aPacketForAnotherIsRelayedUnderItsKey() {
    byte[] packet = packet("10.1.0.1", "10.3.0.1", 100);
    fromUdp(A, FakeKeys.sealed(1, framed(packet)));
    assertThat(device.packets).isEmpty();
    assertThat(udp.sent).extracting(FakeUdp.Sent::peer).containsExactly("far");
    assertThat(udp.sent.get(0).bytes())
        .isEqualTo(FakeUdp.bytes(FakeKeys.sealed(3, framed(packet))));
  }

  @Test
  void aPacketBackToItsSourceIsALoop() {
    fromUdp(A, FakeKeys.sealed(1, framed(packet("10.9.0.1", "10.1.0.1", 100))));
    assertThat(counters.snapshot().dropped(DropReason.LOOP)).isEqualTo(1);
    fromUdp(TestTable.address(2), FakeKeys.sealed(2, framed(packet("10.2.0.1", "10.4.0.1", 100))));
    assertThat(counters.snapshot().dropped(DropReason.LOOP)).isEqualTo(2);
  }

  @Test
  void aBroadcastIsDeliveredAndRelayed() {
    byte[] packet = packet("10.1.0.1", "224.0.0.1", 60);
    fromUdp(A, FakeKeys.sealed(1, framed(packet)));
    assertThat(device.packets).containsExactly(packet);
    assertThat(udp.sent).extracting(FakeUdp.Sent::peer).containsExactly("b");
    assertThat(udp.sent.get(0).bytes())
        .isEqualTo(FakeUdp.bytes(FakeKeys.sealed(2, framed(packet))));
  }

  @Test
  void anErrorAboutARelayedPacketGoesBackByUdp() {
    fromUdp(A, FakeKeys.sealed(1, framed(packet("10.1.0.1", "10.99.0.1", 100))));
    assertThat(udp.sent).extracting(FakeUdp.Sent::peer).containsExactly("a");
    assertThat(udp.sent.get(0).frameLength()).isEqualTo(14 + 28 + 100);
    assertThat(device.packets).isEmpty();
  }

  @Test
  void whatDoesNotOpenIsCountedByItsReason() {
    byte[] forged = FROM_A.clone();
    forged[forged.length - 1] = 9;
    fromUdp(A, forged);
    byte[] replayed = FROM_A.clone();
    replayed[0] = 0;
    fromUdp(A, replayed);
    fromUdp(A, Arrays.copyOf(FROM_A, 6));
    assertThat(counters.snapshot().dropped(DropReason.BAD_MAC)).isEqualTo(1);
    assertThat(counters.snapshot().dropped(DropReason.REPLAYED)).isEqualTo(1);
    assertThat(counters.snapshot().dropped(DropReason.DATAGRAM_TOO_SHORT)).isEqualTo(1);
    assertThat(counters.snapshot().udpReceived().packets()).isZero();
    assertThat(device.packets).isEmpty();
  }

  @Test
  void anEmptyDatagramIsIgnored() {
    fromUdp(ELSEWHERE, new byte[0]);
    assertThat(counters.snapshot().drops()).isEmpty();
  }

  @Test
  void whomWeGaveNoKeyWeCannotHear() {
    a.opening = null;
    fromUdp(A, FROM_A);
    assertThat(counters.snapshot().dropped(DropReason.NO_KEY_GIVEN)).isEqualTo(1);
  }

  @Test
  void anUnknownSourceWithoutAFittingKeyIsDropped() {
    mesh.trial(b, "192.0.2.2");
    fromUdp(ELSEWHERE, FROM_A);
    assertThat(counters.snapshot().dropped(DropReason.UNKNOWN_SOURCE)).isEqualTo(1);
    assertThat(punts()).isEmpty();
  }

  @Test
  void aNodeIsRecognisedByItsKeyWhereverItIs() {
    mesh.trial(b, "192.0.2.2").trial(a, "192.0.2.1");
    fromUdp(ELSEWHERE, FROM_A);
    assertThat(device.packets).containsExactly(PACKET);
    assertThat(punts()).containsExactly(new Punt.AddressSeen(NodeName.of("a"), ELSEWHERE, 0));
  }

  @Test
  void aThousandKeysAreTriedASecondAndNoMore() {
    mesh.trial(b, "192.0.2.2").trial(a, "192.0.2.1");
    PacketLane lane = lane();
    for (int i = 0; i < 500; i++) {
      fromUdp(lane, ELSEWHERE, 0, new byte[40], 5 * SECOND);
    }
    fromUdp(lane, ELSEWHERE, 0, FROM_A, 5 * SECOND + 1);
    assertThat(device.packets).isEmpty();
    fromUdp(lane, ELSEWHERE, 0, FROM_A, 6 * SECOND);
    assertThat(device.packets).hasSize(1);
  }

  @Test
  void theKeyOfTheSameHostIsTriedAlways() {
    mesh.trial(b, "192.0.2.2").trial(a, "198.51.100.7");
    PacketLane lane = lane();
    for (int i = 0; i < 501; i++) {
      fromUdp(lane, ELSEWHERE, 0, new byte[40], 5 * SECOND);
    }
    fromUdp(lane, ELSEWHERE, 0, FROM_A, 5 * SECOND + 1);
    assertThat(device.packets).hasSize(1);
  }

  @Test
  void aNodeWhoseMacFailsIsNotSoughtElsewhere() {
    mesh.trial(b, "192.0.2.2");
    fromUdp(A, FakeKeys.sealed(2, framed(PACKET)));
    assertThat(counters.snapshot().dropped(DropReason.BAD_MAC)).isEqualTo(1);
    assertThat(device.packets).isEmpty();
  }

  @Test
  void aMappedAddressIsTheIpv4Address() throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = -1;
    bytes[11] = -1;
    System.arraycopy(A.getAddress().getAddress(), 0, bytes, 12, 4);
    var mapped = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, -1), 655);
    assertThat(mapped.getAddress()).isInstanceOf(Inet6Address.class);
    fromUdp(mapped, FROM_A);
    assertThat(device.packets).containsExactly(PACKET);
    assertThat(punts()).isEmpty();
  }

  @Test
  void anotherLocalSocketIsReported() {
    fromUdp(lane(), A, 1, FROM_A, 0);
    assertThat(punts()).containsExactly(new Punt.AddressSeen(NodeName.of("a"), A, 1));
  }

  @Test
  void anAddressIsReportedOnceForEachTable() {
    PacketLane lane = lane();
    fromUdp(lane, A, 1, FROM_A, 0);
    fromUdp(lane, A, 1, FROM_A, 0);
    assertThat(punts()).hasSize(1);
    tables.publish(mesh.build());
    fromUdp(lane, A, 1, FROM_A, 0);
    assertThat(punts()).hasSize(1);
  }

  @Test
  void whatIsNotAuthenticReportsNoAddress() {
    mesh.trial(a, "192.0.2.1");
    byte[] replayed = FROM_A.clone();
    replayed[0] = 0;
    fromUdp(ELSEWHERE, replayed);
    assertThat(counters.snapshot().dropped(DropReason.REPLAYED)).isEqualTo(1);
    assertThat(punts()).isEmpty();
  }

  @Test
  void aProbeIsAnsweredToWhereItCameFromWithItsLength() {
    mesh.trial(a, "192.0.2.1");
    fromUdp(lane(), ELSEWHERE, 4, FakeKeys.sealed(1, probe(0)), 0);
    assertThat(udp.sent)
        .containsExactly(
            new FakeUdp.Sent("a", ELSEWHERE, 4, FakeUdp.bytes(FakeKeys.sealed(1, probe(1))), 200));
    assertThat(device.packets).isEmpty();
  }

  @Test
  void aProbeOfANodeWithoutKeyIsDroppedAndItsKeyWanted() {
    a.sealing = null;
    fromUdp(A, FakeKeys.sealed(1, probe(0)));
    assertThat(udp.sent).isEmpty();
    assertThat(counters.snapshot().dropped(DropReason.UNREACHABLE)).isEqualTo(1);
    assertThat(punts()).containsExactly(new Punt.KeyWanted(NodeName.of("a")));
  }

  @Test
  void anAnsweredProbeIsReportedWithTheLengthThatItsOpenerTells() {
    fromUdp(A, FakeKeys.sealed(1, probe(1)));
    assertThat(punts()).containsExactly(new Punt.ProbeReply(NodeName.of("a"), 199));
  }

  @Test
  void aProbeIgnoresWhatIsProven() {
    a.minMtu = 0;
    lane().sendProbe(NodeName.of("a"), probe(0), 0);
    assertThat(udp.sent)
        .containsExactly(
            new FakeUdp.Sent("a", A, 0, FakeUdp.bytes(FakeKeys.sealed(1, probe(0))), 200));
  }

  @Test
  void aProbeWithoutKeyAddressOrNodeIsDropped() {
    a.sealing = null;
    b.address = null;
    PacketLane lane = lane();
    lane.sendProbe(NodeName.of("a"), probe(0), 0);
    lane.sendProbe(NodeName.of("b"), probe(0), 0);
    lane.sendProbe(NodeName.of("nobody"), probe(0), 0);
    assertThat(udp.sent).isEmpty();
    assertThat(counters.snapshot().dropped(DropReason.UNREACHABLE)).isEqualTo(3);
  }

  @Test
  void aProbeLongerThanAnyFrameIsTheCallersFault() {
    assertThatThrownBy(() -> lane().sendProbe(NodeName.of("a"), new byte[1519], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFrameThroughAMetaConnectionIsRouted() {
    byte[] array = new byte[200];
    System.arraycopy(framed(PACKET), 0, array, 7, 114);
    lane().fromMeta(NodeName.of("a"), array, 7, 114, true, 0);
    assertThat(device.packets).containsExactly(PACKET);
    assertThat(counters.snapshot().tcpReceived()).isEqualTo(new Flow(1, 114));
  }

  @Test
  void badFramesThroughAMetaConnectionAreDropped() {
    PacketLane lane = lane();
    lane.fromMeta(NodeName.of("nobody"), framed(PACKET), 0, 114, true, 0);
    lane.fromMeta(NodeName.of("a"), new byte[1519], 0, 1519, true, 0);
    lane.fromMeta(NodeName.of("a"), new byte[13], 0, 13, true, 0);
    lane.fromMeta(NodeName.of("a"), new byte[0], 0, 0, true, 0);
    lane.fromMeta(NodeName.of("a"), probe(0), 0, 200, true, 0);
    assertThat(counters.snapshot().dropped(DropReason.UNKNOWN_SOURCE)).isEqualTo(1);
    assertThat(counters.snapshot().dropped(DropReason.FRAME_TOO_LONG)).isEqualTo(1);
    assertThat(counters.snapshot().dropped(DropReason.FRAME_TOO_SHORT)).isEqualTo(2);
    assertThat(counters.snapshot().dropped(DropReason.UNKNOWN_TYPE)).isEqualTo(1);
    assertThat(counters.snapshot().tcpReceived().packets()).isEqualTo(5);
  }

  @Test
  void whatTheDeviceDoesNotTakeIsCounted() {
    device.room = 1;
    lane().fromUdp(datagrams(A, FROM_A, FROM_A, FROM_A), 0, 0);
    assertThat(counters.snapshot().toDevice()).isEqualTo(new Flow(1, 114));
    assertThat(counters.snapshot().dropped(DropReason.DEVICE_REFUSED)).isEqualTo(2);
  }

  @Test
  void aBrokenDeviceCostsItsPackets() {
    device.broken = true;
    fromUdp(A, FROM_A);
    assertThat(counters.snapshot().dropped(DropReason.DEVICE_REFUSED)).isEqualTo(1);
  }

  @Test
  void theZoneOfALinkLocalSourceIsLearnt() {
    // The edge that led to it says no zone, and equals does not look at zones.
    a.address = new InetSocketAddress(TestTable.ip("fe80::7"), 655);
    var source = new InetSocketAddress(zoned(3), 655);
    PacketLane lane = lane();
    fromUdp(lane, source, 0, FROM_A, 0);
    assertThat(punts()).containsExactly(new Punt.AddressSeen(NodeName.of("a"), source, 0));
    fromUdp(lane, new InetSocketAddress(zoned(4), 655), 0, FROM_A, 0);
    assertThat(punts()).hasSize(1);
    a.address = source;
    tables.publish(mesh.build());
    fromUdp(lane, new InetSocketAddress(zoned(3), 655), 0, FROM_A, 0);
    assertThat(punts()).isEmpty();
    assertThat(device.packets).hasSize(3);
  }

  private static Inet6Address zoned(int zone) {
    try {
      byte[] bytes = TestTable.ip("fe80::7").getAddress();
      return Inet6Address.getByAddress(null, bytes, zone);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] probe(int kind) {
    byte[] probe = Packets.counting(200);
    Arrays.fill(probe, 0, 14, (byte) 0);
    probe[0] = (byte) kind;
    return probe;
  }
}
