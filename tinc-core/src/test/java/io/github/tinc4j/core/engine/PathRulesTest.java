package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.PathMtu;
import io.github.tinc4j.core.forward.Punt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MTU discovery step by step (spec 20, 9.2 and 9.3). */
class PathRulesTest {

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final String KEY = "16 peer me " + "AB".repeat(48) + " 427 672 4 0";
  private static final NodeName PEER = NodeName.of("peer");

  private final EngineFixture me =
      new EngineFixture(config -> config.pingInterval(Duration.ofSeconds(60)));
  private RawPeer peer = me.linked("peer");

  @BeforeEach
  void keepTheConnectionUp() {
    peer.lines();
  }

  /** The lengths of the probes since this was last asked. */
  private List<Integer> probes() {
    List<byte[]> frames = me.effects.probes.getOrDefault(PEER, new ArrayList<>());
    List<Integer> lengths = new ArrayList<>();
    frames.forEach(frame -> lengths.add(frame.length));
    frames.clear();
    return lengths;
  }

  /** Lets time pass and answers PINGs meanwhile. */
  private void pass(Duration time) {
    long endNs = me.nowNs + time.toNanos();
    while (me.nowNs < endNs) {
      me.advance(Duration.ofNanos(Math.min(ROUND.toNanos(), endNs - me.nowNs)));
      if (peer.lines().contains("8")) {
        peer.say("9");
      }
    }
  }

  private void answer(int length) {
    me.engine.punts(me.nowNs).probeReply(new Punt.ProbeReply(PEER, length));
    me.flush();
  }

  private void refuse(int length) {
    me.engine.punts(me.nowNs).tooLong(new Punt.TooLong(PEER, length));
    me.flush();
  }

  private PathMtu path() {
    me.published();
    return me.effects.view.node(PEER).orElseThrow().path();
  }

  @Test
  void threeProbesGoOutAtOnceWhenAKeyComes() {
    peer.say(KEY);
    assertThat(me.effects.probes.get(PEER))
        .hasSize(3)
        .allSatisfy(
            frame -> {
              assertThat(frame.length).isBetween(64, 1518);
              assertThat(frame).startsWith(new byte[14]);
            });
    assertThat(path()).isEqualTo(new PathMtu(1518, 0, 1518, false));
  }

  @Test
  void anotherKeyWhileProbesGoOutChangesNothing() {
    peer.say(KEY, KEY, KEY);
    assertThat(probes()).hasSize(3);
    pass(ROUND);
    assertThat(probes()).hasSize(3);
  }

  @Test
  void withoutAnswerItGivesUpAfterNineRoundsAndTriesAgainEveryPingInterval() {
    peer.say(KEY);
    for (int round = 1; round <= 9; round++) {
      assertThat(probes()).as("round %d", round).hasSize(3);
      pass(ROUND);
    }
    assertThat(probes()).isEmpty();
    pass(Duration.ofSeconds(59));
    assertThat(probes()).isEmpty();
    pass(ROUND);
    assertThat(probes()).hasSize(3);
    pass(Duration.ofSeconds(64));
    assertThat(probes()).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(probes()).hasSize(3);
    assertThat(path()).isEqualTo(new PathMtu(1518, 0, 1518, false));
  }

  private int routedMtu(String node) {
    me.published();
    return Objects.requireNonNull(me.effects.table.byName(NodeName.of(node))).mtu();
  }

  @Test
  void whatGoesByARelayIsRoutedToFitTheWayToTheRelay() {
    peer.say("12 a1 peer x 192.0.2.9 655 c 7", "12 a2 x peer 192.0.2.1 655 c 7", KEY);
    refuse(1452);
    assertThat(routedMtu("peer")).isEqualTo(1451);
    assertThat(routedMtu("x")).isEqualTo(1451);
    me.engine.punts(me.nowNs).probeReply(new Punt.ProbeReply(NodeName.of("x"), 700));
    me.flush();
    assertThat(routedMtu("x")).isEqualTo(1518);
  }

  /** A path that the system knows the limit of: longer frames are refused at once. */
  private int settleAt(int limit, boolean refusing) {
    peer.say(KEY);
    int rounds = 0;
    while (!path().fixed()) {
      for (int length : probes()) {
        if (length <= limit) {
          answer(length);
        } else if (refusing) {
          refuse(length);
        }
      }
      pass(ROUND);
      rounds++;
      assertThat(rounds).isLessThanOrEqualTo(31);
    }
    return rounds;
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 576, 1000, 1451, 1518})
  void theLimitOfThePathIsFoundExactlyWhenLongerFramesAreRefused(int limit) {
    settleAt(limit, true);
    assertThat(path()).isEqualTo(new PathMtu(limit, limit, limit, true));
  }

  @Test
  void theLargestLengthThatWasAnsweredIsTakenAfterThirtyRounds() {
    assertThat(settleAt(1000, false)).isBetween(29, 31);
    assertThat(path().mtu()).isBetween(900, 1000);
    assertThat(path().minMtu()).isEqualTo(path().maxMtu()).isEqualTo(path().mtu());
  }

  @Test
  void aSettledPathIsAskedAboutEveryPingIntervalAlsoForABitMore() {
    settleAt(1451, true);
    probes();
    pass(Duration.ofSeconds(60));
    assertThat(probes()).containsExactly(1459, 1451, 1451, 1451);
    answer(1451);
    assertThat(path().fixed()).isTrue();
    pass(ROUND);
    assertThat(probes()).as("back to sleep").isEmpty();
    pass(Duration.ofSeconds(60));
    assertThat(probes()).containsExactly(1459, 1451, 1451, 1451);
    assertThat(path()).isEqualTo(new PathMtu(1451, 1451, 1451, true));
  }

  @Test
  void whenNothingComesBackUdpIsTakenForDeadAndTheSearchBeginsAnew() {
    settleAt(1451, true);
    pass(Duration.ofSeconds(60));
    probes();
    me.effects.events.clear();
    pass(Duration.ofSeconds(4));
    probes();
    assertThat(path().fixed()).isTrue();
    pass(ROUND);
    assertThat(probes()).hasSize(3);
    assertThat(path()).isEqualTo(new PathMtu(1451, 0, 1518, false));
    me.published();
    assertThat(me.effects.eventsOf(MeshEvent.PathChanged.class)).isNotEmpty();
  }

  @Test
  void probesThatAFullPathLostAreRepeatedBeforeUdpIsTakenForDead() {
    settleAt(1451, true);
    for (int interval = 1; interval <= 3; interval++) {
      pass(Duration.ofSeconds(60));
      assertThat(probes()).containsExactly(1459, 1451, 1451, 1451);
      for (int lost = 1; lost <= 4; lost++) {
        pass(ROUND);
        assertThat(probes()).containsExactly(1459, 1451, 1451, 1451);
      }
      answer(1451);
      pass(ROUND);
      assertThat(probes()).isEmpty();
      assertThat(path()).isEqualTo(new PathMtu(1451, 1451, 1451, true));
    }
  }

  @Test
  void whenTheLongerProbeComesBackTheSearchGoesOn() {
    settleAt(1451, true);
    pass(Duration.ofSeconds(60));
    probes();
    answer(1459);
    assertThat(path()).isEqualTo(new PathMtu(1451, 1451, 1518, false));
    pass(ROUND);
    assertThat(probes()).hasSize(3).allMatch(length -> length > 1451);
    answer(1518);
    pass(ROUND);
    assertThat(path()).isEqualTo(new PathMtu(1518, 1518, 1518, true));
  }

  @Test
  void aRefusedFrameLowersTheLimitOfASettledPathAtOnce() {
    settleAt(1451, true);
    refuse(1401);
    assertThat(path().mtu()).isEqualTo(1400);
    assertThat(path().maxMtu()).isEqualTo(1400);
    refuse(1500);
    refuse(0);
    refuse(-5);
    assertThat(path().mtu()).isEqualTo(1400);
  }

  @Test
  void aPathThatShrankIsSearchedAgainAtOnce() {
    settleAt(1451, true);
    probes();
    refuse(1451);
    assertThat(path()).isEqualTo(new PathMtu(1450, 0, 1450, false));
    assertThat(probes()).hasSize(3).allMatch(length -> length <= 1450);
    refuse(1451);
    refuse(1440);
    assertThat(path()).isEqualTo(new PathMtu(1439, 0, 1439, false));
    assertThat(probes()).as("the search is on").isEmpty();
    pass(ROUND);
    assertThat(settleAt(1351, true)).isLessThan(31);
    assertThat(path()).isEqualTo(new PathMtu(1351, 1351, 1351, true));
  }

  @Test
  void lengthsThatNoProbeHadDoNoHarm() {
    peer.say(KEY);
    answer(-43);
    answer(0);
    answer(Integer.MIN_VALUE);
    assertThat(path().minMtu()).isZero();
    answer(Integer.MAX_VALUE);
    assertThat(path()).isEqualTo(new PathMtu(1518, 1518, 1518, false));
  }

  @Test
  void aNodeWithoutTheOptionIsNotProbed() {
    RawPeer plain = me.incoming();
    plain.toAck("plain");
    plain.say("4 655 10 8", "12 77 plain me 192.0.2.9 655 8 10", KEY.replace("peer", "plain"));
    me.advance(Duration.ofSeconds(3));
    assertThat(me.node("plain").keyed()).isTrue();
    assertThat(me.effects.probes).doesNotContainKey(NodeName.of("plain"));
  }

  @Test
  void withoutKeyTheSearchEndsAndBeginsWithTheNext() {
    peer.say(KEY);
    pass(ROUND);
    probes();
    peer.say("14 5 peer");
    pass(Duration.ofSeconds(10));
    assertThat(probes()).isEmpty();
    peer.say(KEY);
    assertThat(probes()).hasSize(3);
  }

  @Test
  void aNodeThatWasGoneIsMeasuredAnewButKeepsItsLimitUntilThen() {
    RawPeer other = me.linked("other");
    settleAt(1451, true);
    peer.say("13 6 peer me");
    probes();
    pass(Duration.ofSeconds(70));
    assertThat(probes()).isEmpty();
    peer.say("12 7 peer me 192.0.2.200 655 c 10");
    assertThat(other.isClosed()).isTrue();
    assertThat(me.node("peer").path()).isEqualTo(new PathMtu(1451, 0, 1518, false));
    peer.say(KEY);
    assertThat(probes()).hasSize(3);
  }

  @Test
  void anAddressThatWasSeenBelongsToOneNodeOnly() {
    me.linked("other");
    var address = EngineFixture.address("198.51.100.1", 4000);
    me.engine.punts(me.nowNs).addressSeen(new Punt.AddressSeen(NodeName.of("other"), address, 0));
    me.flush();
    assertThat(me.node("other").udpAddress()).isEqualTo(address);
    me.engine.punts(me.nowNs).addressSeen(new Punt.AddressSeen(PEER, address, 1));
    me.engine.punts(me.nowNs).addressSeen(new Punt.AddressSeen(NodeName.of("no"), address, 1));
    me.flush();
    assertThat(me.node("peer").udpAddress()).isEqualTo(address);
    assertThat(me.node("other").udpAddress()).isNull();
  }
}
