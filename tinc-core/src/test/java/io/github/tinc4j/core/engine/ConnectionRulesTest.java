package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.forward.Punt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of connections (spec 10, 5.6, 5.9, 7 and 9). */
class ConnectionRulesTest {

  private EngineFixture me = new EngineFixture();

  private void begin(UnaryOperator<NodeConfig.Builder> settings) {
    me = new EngineFixture(settings);
  }

  @Test
  void aPingIsAnsweredAtOnce() {
    RawPeer peer = me.active("peer");
    peer.say("8");
    assertThat(peer.lines()).containsExactly("9");
  }

  @Test
  void aPingGoesOutEveryPingInterval() {
    RawPeer peer = me.active("peer");
    me.advance(Duration.ofSeconds(58));
    assertThat(peer.lines()).isEmpty();
    me.advance(Duration.ofSeconds(3));
    assertThat(peer.lines()).containsExactly("8");
    peer.say("9");
    me.advance(Duration.ofSeconds(58));
    assertThat(peer.lines()).isEmpty();
    me.advance(Duration.ofSeconds(3));
    assertThat(peer.lines()).containsExactly("8");
  }

  @Test
  void pingIntervalAndPingTimeoutAreThoseThatAreSet() {
    begin(config -> config.pingInterval(Duration.ofSeconds(10)).pingTimeout(Duration.ofSeconds(3)));
    RawPeer peer = me.active("peer");
    me.advance(Duration.ofSeconds(9));
    assertThat(peer.lines()).isEmpty();
    me.advance(Duration.ofSeconds(2));
    assertThat(peer.lines()).containsExactly("8");
    me.advance(Duration.ofMillis(1500));
    assertThat(peer.isClosed()).isFalse();
    me.advance(Duration.ofMillis(2500));
    assertThat(me.closeReasons()).containsExactly(Kind.PING_TIMEOUT);
  }

  @Test
  void whatArrivesDoesNotCountAsAnswerToAPing() {
    RawPeer peer = me.linked("peer");
    RawPeer other = me.active("other");
    me.advance(Duration.ofSeconds(61));
    assertThat(peer.lines()).contains("8");
    other.lines();
    other.say("9");
    peer.say("10 1 peer 10.1.0.0/16", "8", "14 2 peer");
    other.lines();
    me.advance(Duration.ofSeconds(6));
    assertThat(me.closeReasons()).containsExactly(Kind.PING_TIMEOUT);
    assertThat(other.linesWithoutSalt()).containsExactly("13 me peer", "13 peer me");
    assertThat(me.reaches("peer")).isFalse();
  }

  @Test
  void aHandshakeMustFinishInPingTimeout() {
    RawPeer silent = me.incoming();
    RawPeer slow = me.incoming();
    slow.toAck("slow");
    me.advance(Duration.ofMillis(4900));
    assertThat(me.closeReasons()).isEmpty();
    me.advance(Duration.ofMillis(1200));
    assertThat(me.closeReasons()).containsExactly(Kind.HANDSHAKE_TIMEOUT, Kind.HANDSHAKE_TIMEOUT);
    assertThat(silent.isClosed() && slow.isClosed()).isTrue();
  }

  @Test
  void aSecondConnectionFromANodeReplacesTheFirstAndTheMeshIsNotTold() {
    RawPeer first = me.linked("peer");
    RawPeer other = me.linked("other");
    other.lines();
    RawPeer second = me.incoming();
    second.authenticate("peer");
    assertThat(first.isClosed()).isTrue();
    assertThat(me.closeReasons()).containsExactly(Kind.REPLACED);
    assertThat(other.linesWithoutSalt())
        .noneMatch(line -> line.startsWith("13"))
        .anyMatch(line -> line.startsWith("12 me peer "));
    assertThat(me.reaches("peer")).isTrue();
    assertThat(me.effects.view.connections()).hasSize(2);
  }

  @Test
  void aConnectionThatIsNotThroughDoesNotReplaceAnything() {
    RawPeer first = me.linked("peer");
    RawPeer second = me.incoming();
    second.toAck("peer");
    second.say("99");
    assertThat(first.isClosed()).isFalse();
    assertThat(me.closeReasons()).containsExactly(Kind.UNKNOWN_REQUEST);
    assertThat(me.reaches("peer")).isTrue();
  }

  @Test
  void aLostNeighbourIsToldToTheOthers() {
    RawPeer peer = me.linked("peer");
    RawPeer other = me.linked("other");
    other.lines();
    peer.hangUp();
    assertThat(other.linesWithoutSalt()).containsExactly("13 me peer", "13 peer me");
    assertThat(me.closeReasons()).containsExactly(Kind.CLOSED_BY_PEER);
  }

  @Test
  void whenTheNodeStopsNobodyIsTold() {
    RawPeer peer = me.linked("peer");
    RawPeer other = me.linked("other");
    other.lines();
    peer.lines();
    me.engine.stop(me.nowNs);
    me.flush();
    assertThat(other.lines()).isEmpty();
    assertThat(peer.lines()).isEmpty();
    assertThat(peer.isClosed() && other.isClosed()).isTrue();
    assertThat(me.effects.eventsOf(MeshEvent.ConnectionClosed.class))
        .hasSize(2)
        .allMatch(event -> event.reason().kind() == Kind.CLOSED_HERE && event.wasActive());
    assertThat(me.engine.accepted(EngineFixture.address("192.0.2.9", 1), me.nowNs)).isNull();
  }

  @Test
  void tenConnectionsASecondAreTakenTheOthersAreClosedAndReported() {
    for (int i = 0; i < 10; i++) {
      me.incoming();
    }
    var late = EngineFixture.address("192.0.2.99", 9);
    assertThat(me.engine.accepted(late, me.nowNs)).isNull();
    assertThat(me.engine.accepted(late, me.nowNs)).isNull();
    me.flush();
    assertThat(me.closeReasons()).containsExactly(Kind.THROTTLED, Kind.THROTTLED);
    assertThat(me.effects.eventsOf(MeshEvent.ConnectionClosed.class))
        .allSatisfy(
            event -> {
              assertThat(event.remote()).isEqualTo(late);
              assertThat(event.peer()).isNull();
              assertThat(event.outgoing() || event.wasActive()).isFalse();
            });
    me.advance(Duration.ofSeconds(1));
    assertThat(me.engine.accepted(late, me.nowNs)).isNotNull();
  }

  @Test
  void whoDoesNotReadForPingTimeoutIsClosed() {
    RawPeer peer = me.linked("peer");
    me.effects.taking = false;
    peer.say("8");
    me.advance(Duration.ofSeconds(4));
    assertThat(me.closeReasons()).isEmpty();
    me.advance(Duration.ofSeconds(2));
    assertThat(me.closeReasons()).containsExactly(Kind.OUTPUT_STALLED);
  }

  @Test
  void whoReadsInTheEndIsNotClosed() {
    RawPeer peer = me.linked("peer");
    for (int i = 0; i < 5; i++) {
      me.effects.taking = false;
      peer.say("8");
      me.advance(Duration.ofSeconds(4));
      me.effects.taking = true;
      me.effects.queued.clear();
      me.engine.outputDrained(peer.id, me.nowNs);
    }
    assertThat(me.closeReasons()).isEmpty();
  }

  @Test
  void whoAsksForMoreThanItReadsIsClosedAtOnce() {
    RawPeer peer = me.linked("peer");
    RawPeer other = me.linked("other");
    me.effects.queued.put(peer.id, Keepalive.MOST_QUEUED_BYTES - 100);
    peer.say("8");
    assertThat(me.closeReasons()).isEmpty();
    me.effects.queued.put(peer.id, Keepalive.MOST_QUEUED_BYTES + 1);
    me.flush();
    assertThat(me.closeReasons()).containsExactly(Kind.OUTPUT_STALLED);
    assertThat(other.isClosed()).isFalse();
  }

  /** Spec 10, 7: clamp(2q/B - 1, 0, 1). */
  @ParameterizedTest
  @CsvSource({"0, 0, 0", "7590, 0, 0", "11385, 400, 600", "15180, 1000, 1000", "99999, 1000, 1000"})
  void framesAreDroppedEarlyAndRequestsNever(int queued, int least, int most) {
    RawPeer peer = me.linked("peer");
    me.effects.queued.put(peer.id, queued);
    for (int i = 0; i < 1000; i++) {
      me.engine.punts(me.nowNs).tcpFrame(new Punt.TcpFrame(NodeName.of("peer"), new byte[0], null));
      // What is sent for this test is nothing, so that only what was queued before counts.
      me.flush();
    }
    assertThat(me.effects.drops).allMatch(DropReason.META_CONGESTED::equals);
    assertThat(me.effects.drops.size()).isBetween(least, most);
    peer.lines();
    peer.say("8");
    assertThat(peer.lines()).containsExactly("9");
  }

  @ParameterizedTest
  @CsvSource({"500, 0", "1000, 10"})
  void howMuchMayWaitIsThatWhichIsSet(int queued, int dropped) {
    begin(config -> config.maxOutputBufferSize(1000));
    RawPeer peer = me.linked("peer");
    me.effects.queued.put(peer.id, queued);
    for (int i = 0; i < 10; i++) {
      me.engine.punts(me.nowNs).tcpFrame(new Punt.TcpFrame(NodeName.of("peer"), new byte[0], null));
      me.flush();
    }
    assertThat(me.effects.drops).hasSize(dropped);
  }

  @Test
  void aFrameForANodeWithoutConnectionIsDropped() {
    me.engine
        .punts(me.nowNs)
        .tcpFrame(new Punt.TcpFrame(NodeName.of("nobody"), new byte[60], null));
    assertThat(me.effects.drops).containsExactly(DropReason.UNREACHABLE);
  }

  @Test
  void aFrameStaysOnTcpUnlessTheConnectionIsForTcpOnly() {
    RawPeer peer = me.active("peer");
    peer.say("17 14");
    peer.bytes(new byte[14]);
    RawPeer tcpOnly = me.incoming();
    tcpOnly.toAck("tcponly");
    tcpOnly.say("4 655 10 3", "17 14");
    tcpOnly.bytes(new byte[14]);
    assertThat(me.effects.frames)
        .extracting(RecordingEffects.Frame::stayOnTcp)
        .containsExactly(true, false);
    assertThat(me.effects.frames.get(1).neighbour()).hasToString("tcponly");
  }

  @ParameterizedTest
  @CsvSource({
    // IndirectData, TCPOnly, PMTUDiscovery, ClampMSS, expected
    "false, false, , true, c",
    "false, false, , false, 4",
    "false, false, false, true, 8",
    "true, false, , true, d",
    "false, true, , true, b",
    "false, true, true, true, b",
  })
  void ourOptionsFollowOurSettings(
      boolean indirect, boolean tcpOnly, Boolean pmtu, boolean clamp, String expected) {
    begin(
        config ->
            config.indirectData(indirect).tcpOnly(tcpOnly).pmtuDiscovery(pmtu).clampMss(clamp));
    assertThat(ownAck("peer")).endsWith(" " + expected);
  }

  @Test
  void whatIsKnownOfAPeerChangesOurOptionsAndWeightTowardsIt() {
    me.knowing("indirect", host -> host.indirectData(true));
    me.knowing("tcponly", host -> host.tcpOnly(true));
    me.knowing("clamp", host -> host.clampMss(false));
    me.knowing("weight", host -> host.weight(77));
    assertThat(ownAck("indirect")).isEqualTo("4 655 0 d");
    assertThat(ownAck("tcponly")).isEqualTo("4 655 0 b");
    assertThat(ownAck("clamp")).isEqualTo("4 655 0 4");
    assertThat(ownAck("weight")).isEqualTo("4 655 77 c");
  }

  private String ownAck(String peer) {
    RawPeer raw = me.incoming();
    List<String> heard = new ArrayList<>();
    raw.toAck(peer, heard);
    return heard.get(heard.size() - 1);
  }

  @ParameterizedTest
  @CsvSource({"c, c", "8, 8", "4, c", "f, f", "5000002, 500000a", "0, 8"})
  void theOptionsOfAnEdgeAreTheUnionButForPathMtuDiscovery(String theirs, String merged) {
    RawPeer peer = me.incoming();
    peer.toAck("peer");
    peer.say("4 655 10 " + theirs);
    assertThat(peer.linesWithoutSalt())
        .last()
        .isEqualTo("12 me peer 192.0.2.1 655 " + merged + " 5");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "-1, 0", "-5, -2", "11, 5", "2147483647, 1073741823"})
  void theWeightOfAnEdgeIsTheMeanRoundedTowardsZero(int theirs, int mean) {
    RawPeer peer = me.incoming();
    peer.toAck("peer");
    peer.say("4 655 " + theirs + " c");
    assertThat(peer.linesWithoutSalt()).last().isEqualTo("12 me peer 192.0.2.1 655 c " + mean);
  }

  @Test
  void theWeightIsTheTimeFromTheConnectionToTheAck() {
    RawPeer peer = me.incoming();
    peer.identify("peer");
    me.advance(Duration.ofMillis(123));
    List<String> heard = new ArrayList<>();
    peer.afterIdToAck("peer", heard);
    assertThat(heard).last().isEqualTo("4 655 123 c");
  }

  @Test
  void theMtuOfANodeIsLimitedBySettingsOnEitherSide() {
    begin(config -> config.pmtu(1400));
    me.knowing("small", host -> host.pmtu(1300));
    me.linked("small");
    me.linked("large");
    assertThat(me.node("small").path().mtu()).isEqualTo(1300);
    assertThat(me.node("large").path().mtu()).isEqualTo(1400);
  }

  @Test
  void anotherNodeWithOurNameMakesUsKeepSilentForAWhileThatGrows() {
    begin(config -> config.connectTo(NodeName.of("hub")));
    Duration[] silences = {Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40)};
    for (Duration silence : silences) {
      RawPeer peer = me.active("peer");
      for (int i = 0; i <= 100; i++) {
        peer.say(
            "12 " + me.salt() + " me nobody 192.0.2.9 655 c 1", "13 " + me.salt() + " me peer");
      }
      me.effects.events.clear();
      long beforeNs = me.nowNs;
      while (!peer.isClosed()) {
        me.advance(Duration.ofMillis(100));
      }
      assertThat(me.nowNs - beforeNs).isLessThanOrEqualTo(Duration.ofSeconds(6).toNanos());
      assertThat(me.closeReasons()).contains(Kind.NAME_CONTESTED);
      var caller = EngineFixture.address("192.0.2.88", 8);
      me.advance(silence.minusMillis(300));
      assertThat(me.engine.accepted(caller, me.nowNs)).isNull();
      me.flush();
      assertThat(me.closeReasons()).last().isEqualTo(Kind.NAME_CONTESTED);
      me.advance(Duration.ofMillis(500));
      assertThat(me.engine.accepted(caller, me.nowNs)).isNotNull();
    }
  }

  @Test
  void aHundredContradictionsOfOneKindAreNoContest() {
    RawPeer peer = me.active("peer");
    for (int i = 0; i < 300; i++) {
      peer.say("12 " + me.salt() + " me nobody 192.0.2.9 655 c 1");
    }
    me.advance(Duration.ofSeconds(6));
    assertThat(me.closeReasons()).isEmpty();
  }

  @Test
  void aProgramThatFailsToLookUpAHostCostsThatConnectionOnly() {
    RawPeer good = me.linked("good");
    me.knowing(
        "bad",
        host -> {
          throw new IllegalStateException("the database is down");
        });
    RawPeer bad = me.incoming();
    bad.say("0 bad 17");
    assertThat(me.closeReasons()).containsExactly(Kind.UNKNOWN_HOST);
    assertThat(good.isClosed()).isFalse();
  }

  @Test
  void disconnectingEndsTheConnectionAndTellsTheMesh() {
    RawPeer peer = me.linked("peer");
    RawPeer other = me.linked("other");
    other.lines();
    assertThat(me.engine.disconnect(NodeName.of("peer"), me.nowNs)).isTrue();
    assertThat(me.engine.disconnect(NodeName.of("peer"), me.nowNs)).isFalse();
    me.flush();
    assertThat(peer.isClosed()).isTrue();
    assertThat(other.linesWithoutSalt()).containsExactly("13 me peer", "13 peer me");
    assertThat(me.closeReasons()).containsExactly(Kind.CLOSED_HERE);
  }
}
