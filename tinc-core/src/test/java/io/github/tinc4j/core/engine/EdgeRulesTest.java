package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.MeshEvent;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ADD_EDGE and DEL_EDGE (spec 30, 3), and the flooding of lines (spec 10, 4). */
class EdgeRulesTest {

  private final EngineFixture me = new EngineFixture();
  private RawPeer a = me.linked("a");
  private RawPeer b = me.linked("b");

  @BeforeEach
  void forgetWhatWasSaid() {
    a.lines();
    b.lines();
    me.published();
    me.effects.events.clear();
  }

  @Test
  void aNewEdgeGoesOnByteForByteToAllOthers() {
    String line = "12  0xAbC  a x 192.0.2.9   655 700000c 7 10.0.0.9 655 \u00ff";
    a.say(line);
    assertThat(b.lines()).containsExactly(line);
    assertThat(a.lines()).isEmpty();
    assertThat(me.edges()).contains("a-x");
  }

  @Test
  void theSameLineIsWorkedOnOnce() {
    String line = "12 abc a x 192.0.2.9 655 c 7";
    a.say(line, "13 1 a x", line);
    b.say(line);
    assertThat(me.edges()).doesNotContain("a-x");
    assertThat(b.lines()).containsExactly(line, "13 1 a x");
    assertThat(a.lines()).isEmpty();
  }

  @Test
  void aLineIsForgottenAfterPingIntervalAndMayThenComeAgain() {
    a.say("12 abc a x 192.0.2.9 655 c 7", "13 1 a x");
    me.advance(Duration.ofSeconds(50));
    a.say("12 abc a x 192.0.2.9 655 c 7");
    assertThat(me.edges()).doesNotContain("a-x");
    me.advance(Duration.ofSeconds(12));
    a.say("9");
    b.say("9");
    me.advance(Duration.ofSeconds(4));
    a.say("12 abc a x 192.0.2.9 655 c 7");
    assertThat(me.edges()).contains("a-x");
  }

  @Test
  void anEdgeThatIsKnownAsItIsGoesNoFurther() {
    a.say("12 1 a x 192.0.2.9 655 c 7");
    b.lines();
    b.say("12 2 a x 192.0.2.9 655 c 7");
    assertThat(a.lines()).isEmpty();
    assertThat(b.lines()).isEmpty();
  }

  /** A tincd that tells a new neighbour of edges writes all addresses anew. */
  @Test
  void anEdgeWhoseAddressIsOnlyWrittenInAnotherWayIsNoNews() {
    a.say("12 1 a x 2001:db8:0:0:0:0:0:9 655 c 7");
    b.lines();
    b.say("12 2 a x 2001:db8::9 655 c 7", "12 3 a x 2001:DB8::0009 0655 c 7");
    assertThat(a.lines()).isEmpty();
    assertThat(b.lines()).isEmpty();
    b.say("12 4 a x 2001:db8::a 655 c 7");
    assertThat(a.lines()).hasSize(1);
  }

  @Test
  void anEdgeThatDiffersIsUpdatedAndGoesOn() {
    a.say("12 1 a x 192.0.2.9 655 c 7");
    b.lines();
    for (String changed :
        new String[] {
          "12 2 a x 192.0.2.9 655 c 8", "12 3 a x 192.0.2.9 655 d 8", "12 4 a x 192.0.2.9 656 d 8"
        }) {
      a.say(changed);
      assertThat(b.lines()).containsExactly(changed);
    }
    assertThat(me.published().effects.view.edges())
        .filteredOn(edge -> edge.to().value().equals("x"))
        .singleElement()
        .satisfies(edge -> assertThat(edge.weight()).isEqualTo(8))
        .satisfies(edge -> assertThat(edge.port()).isEqualTo("656"));
  }

  @Test
  void aWrongEdgeOfOursIsCorrectedToTheOneWhoSaidSo() {
    a.say("12 1 me b 192.0.2.9 655 c 12345");
    assertThat(a.linesWithoutSalt()).containsExactly("12 me b 192.0.2.2 655 c 5");
    assertThat(b.lines()).isEmpty();
    assertThat(me.effects.view.edges()).noneMatch(edge -> edge.weight() == 12345);
  }

  @Test
  void anEdgeWeDoNotHaveIsDeniedToTheOneWhoSaidSo() {
    a.say("12 1 me x 192.0.2.9 655 c 1");
    assertThat(a.linesWithoutSalt()).containsExactly("13 me x");
    assertThat(b.lines()).isEmpty();
    assertThat(me.edges()).doesNotContain("me-x");
    assertThat(me.knows("x")).isTrue();
  }

  @Test
  void theEndOfAnEdgeThatWeHaveIsDeniedToTheOneWhoSaidSo() {
    a.say("13 1 me b");
    assertThat(a.linesWithoutSalt()).containsExactly("12 me b 192.0.2.2 655 c 5");
    assertThat(b.lines()).isEmpty();
    assertThat(me.reaches("b")).isTrue();
  }

  @Test
  void theEndOfAnEdgeNobodyKnowsIsIgnored() {
    a.say("13 1 a x", "13 2 x y", "13 3 x a", "13 4 me x");
    assertThat(a.lines()).isEmpty();
    assertThat(b.lines()).isEmpty();
    assertThat(me.knows("x")).isFalse();
  }

  @Test
  void anEdgeWithoutItsReverseIsNotUsed() {
    a.say("12 1 a x 192.0.2.9 655 c 7");
    assertThat(me.reaches("x")).isFalse();
    a.say("12 2 x a 192.0.2.1 655 c 7");
    assertThat(me.reaches("x")).isTrue();
    a.say("13 3 x a");
    assertThat(me.reaches("x")).isFalse();
  }

  @Test
  void anEdgeToUsThatLeadsFromNowhereIsWithdrawnForAll() {
    // x is linked with a and with us; our half of the latter is gone.
    RawPeer x = me.linked("x");
    x.hangUp();
    me.published();
    assertThat(me.edges()).doesNotContain("x-me", "me-x");
    assertThat(a.linesWithoutSalt()).endsWith("13 me x", "13 x me");

    a.say("12 1 a y 192.0.2.9 655 c 7", "12 2 y a 192.0.2.1 655 c 7", "12 3 y me 192.0.2.8 1 c 1");
    b.lines();
    a.lines();
    a.say("13 4 a y");
    assertThat(a.linesWithoutSalt()).containsExactly("13 y me");
    assertThat(b.linesWithoutSalt()).containsExactly("13 a y", "13 y me");
    assertThat(me.edges()).doesNotContain("y-me").contains("y-a");
  }

  @Test
  void anEdgeWithoutNumericAddressIsKeptButNobodyHearsOfItFromUs() {
    a.say("12 1 a x somewhere.example 655 c 7", "12 2 x a 192.0.2.1 http c 7");
    assertThat(me.reaches("x")).isTrue();
    assertThat(me.node("x").udpAddress()).isNull();
    assertThat(b.lines()).isEmpty();
    RawPeer late = me.incoming();
    late.authenticate("late");
    assertThat(late.lines()).noneMatch(line -> line.contains(" x "));
    b.lines();
    // Its end may be told: who does not know the edge ignores that.
    a.say("13 3 a x");
    assertThat(b.lines()).containsExactly("13 3 a x");
  }

  @Test
  void anEdgeWithAnEndlessAddressIsNotKept() {
    a.say("12 1 a x " + "h".repeat(400) + " 655 c 7");
    assertThat(me.edges()).doesNotContain("a-x");
    assertThat(a.isClosed()).isFalse();
  }

  @Test
  void whatANewNeighbourHearsIsEverythingNodeByNode() {
    a.say(
        "10 1 a 10.2.0.0/16#5",
        "10 2 a 10.1.0.0/24",
        "10 3 z fec0::/64",
        "12 4 z a 192.0.2.1 655 c 7",
        "12 5 a z 192.0.2.9 655 1c 7");
    RawPeer late = me.incoming();
    late.authenticate("late");
    assertThat(late.linesWithoutSalt())
        .containsExactly(
            "10 a 10.1.0.0/24#10",
            "10 a 10.2.0.0/16#5",
            "12 a me 192.0.2.200 655 c 10",
            "12 a z 192.0.2.9 655 1c 7",
            "12 b me 192.0.2.200 655 c 10",
            "10 me 10.0.0.0/24#10",
            "12 me a 192.0.2.1 655 c 5",
            "12 me b 192.0.2.2 655 c 5",
            "10 z fec0:0:0:0:0:0:0:0/64#10",
            "12 z a 192.0.2.1 655 c 7",
            "12 me late 192.0.2.3 655 c 5");
    assertThat(b.linesWithoutSalt()).endsWith("12 me late 192.0.2.3 655 c 5");
  }

  @Test
  void ourEdgeHasTheAddressOfTheConnectionAndThePortOfTheAck() {
    for (String[] portAndEdge :
        new String[][] {{"1234", "1234"}, {"0", "40000"}, {"http", "40000"}, {"99999", "40000"}}) {
      RawPeer peer = me.incoming();
      peer.toAck("c");
      peer.say("4 " + portAndEdge[0] + " 10 c");
      assertThat(peer.linesWithoutSalt())
          .last()
          .asString()
          .startsWith("12 me c 192.0.2.")
          .contains(" " + portAndEdge[1] + " ");
    }
  }

  @Test
  void listenersHearOfEdgesAndOfWhatFollowsFromThem() {
    a.say("12 1 a x 192.0.2.9 655 c 7", "12 2 x a 192.0.2.1 655 c 7", "13 3 a x");
    me.published();
    assertThat(me.effects.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "EdgeAdded", "EdgeAdded", "NodeReachable", "EdgeRemoved", "NodeUnreachable");
    assertThat(me.effects.eventsOf(MeshEvent.NodeReachable.class))
        .singleElement()
        .satisfies(event -> assertThat(event.nexthop()).hasToString("a"))
        .satisfies(event -> assertThat(event.via()).hasToString("x"));
  }

  @Test
  void unreachableNodesArePurgedWhenTheLastConnectionIsGone() {
    a.say(
        "12 1 a x 192.0.2.9 655 c 7",
        "12 2 x a 192.0.2.1 655 c 7",
        "10 3 x 10.9.0.0/16",
        "12 4 y z 192.0.2.1 655 c 7");
    b.hangUp();
    assertThat(me.knows("x")).isTrue();
    assertThat(me.knows("b")).isTrue();
    a.hangUp();
    me.published();
    assertThat(me.effects.view.nodes())
        .extracting(node -> node.name().value())
        .containsExactly("me");
    assertThat(me.edges()).isEmpty();
    assertThat(me.subnets()).containsExactly("me 10.0.0.0/24#10");
  }

  @Test
  void whileOneConnectionIsLeftUnreachableNodesAreRemembered() {
    a.say("12 1 a x 192.0.2.9 655 c 7", "12 2 x a 192.0.2.1 655 c 7", "10 3 x 10.9.0.0/16");
    a.hangUp();
    assertThat(me.reaches("x")).isFalse();
    assertThat(me.knows("x")).isTrue();
    assertThat(me.subnets()).contains("x 10.9.0.0/16#10");
  }
}
