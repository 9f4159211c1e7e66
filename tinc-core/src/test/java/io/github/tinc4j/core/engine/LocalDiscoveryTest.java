package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.forward.Punt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fourth probe of each round (spec 20, 9.2 and 9.5). */
class LocalDiscoveryTest {

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final String KEY = "16 peer me " + "AB".repeat(48) + " 427 672 4 0";
  private static final NodeName PEER = NodeName.of("peer");

  private final EngineFixture me =
      new EngineFixture(config -> config.localDiscovery(true).pingInterval(Duration.ofMinutes(10)));
  private final RawPeer peer = me.incoming();

  private void link(String address) {
    peer.authenticate("peer");
    peer.say("12 1 peer me 192.0.2.200 655 c 10");
    peer.say("12 2 peer x " + address + " c 10", "12 3 x peer 192.0.2.1 655 c 10");
  }

  private int unicast() {
    List<byte[]> frames = me.effects.probes.remove(PEER);
    return frames == null ? 0 : frames.size();
  }

  private void answer(int length) {
    me.engine.punts(me.nowNs).probeReply(new Punt.ProbeReply(PEER, length));
    me.flush();
  }

  @Test
  void itGoesToTheLocalNetworkInTheFirstTenRoundsAndToTheNodeAfterwards() {
    link("192.0.2.9 700");
    peer.say(KEY);
    answer(100);
    for (int round = 1; round <= 10; round++) {
      assertThat(me.effects.localProbes).as("round %d", round).hasSize(round);
      assertThat(unicast()).as("round %d", round).isEqualTo(3);
      me.advance(ROUND);
    }
    assertThat(me.effects.localProbes).hasSize(10);
    assertThat(unicast()).isEqualTo(4);
    assertThat(me.effects.localProbes)
        .allSatisfy(
            probe -> {
              assertThat(probe.to()).isEqualTo(PEER);
              assertThat(probe.port()).isEqualTo(655);
              assertThat(probe.frame().length).isBetween(64, 1518);
              assertThat(probe.frame()).startsWith(new byte[14]);
            });
    assertThat(me.effects.localProbes)
        .extracting(RecordingEffects.LocalProbe::turn)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void theLengthIsOneThatIsStillOpen() {
    link("192.0.2.9 700");
    peer.say(KEY);
    answer(1400);
    me.effects.localProbes.clear();
    me.advance(ROUND.multipliedBy(3));
    assertThat(me.effects.localProbes)
        .hasSize(3)
        .allSatisfy(probe -> assertThat(probe.frame().length).isGreaterThan(1400));
  }

  @Test
  void thePortIsThatOfTheEdgeThatLeadsToTheNode() {
    link("192.0.2.9 700");
    peer.say("16 x me " + "AB".repeat(48) + " 427 672 4 0");
    assertThat(me.effects.localProbes)
        .singleElement()
        .satisfies(probe -> assertThat(probe.port()).isEqualTo(700));
  }

  @Test
  void aNodeWhoseEdgeHasNoNumericAddressIsNotLookedFor() {
    link("somewhere 700");
    peer.say("16 x me " + "AB".repeat(48) + " 427 672 4 0");
    assertThat(me.effects.probes.get(NodeName.of("x"))).hasSize(3);
    assertThat(me.effects.localProbes).isEmpty();
  }

  @Test
  void itIsOffByDefault() {
    var quiet = new EngineFixture();
    quiet.linked("peer").say(KEY);
    assertThat(quiet.effects.probes.get(PEER)).hasSize(3);
    assertThat(quiet.effects.localProbes).isEmpty();
  }
}
