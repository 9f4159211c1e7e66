package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.KnownHosts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code TunnelServer}: no neighbour hears from us of another (spec 30, 3; spec 10, 5.6 to 9). */
class TunnelServerTest {

  private static final String KEY = "00".repeat(48);

  private final EngineFixture me =
      new EngineFixture(
          config ->
              config
                  .tunnelServer(true)
                  .keyExpire(Duration.ofSeconds(30))
                  .hosts(
                      KnownHosts.of(
                          List.of(
                              StrictSubnetsTest.host("a", "10.1.0.0/16"),
                              StrictSubnetsTest.host("b", "10.2.0.0/16"),
                              StrictSubnetsTest.host("x", "10.9.0.0/16")))));

  private RawPeer a = me.linked("a");
  private RawPeer b = me.linked("b");

  @BeforeEach
  void forgetWhatWasSaid() {
    a.lines();
    b.lines();
  }

  @Test
  void aNewNeighbourHearsOfOurSubnetsAndItsOwnLinkOnly() {
    RawPeer x = me.incoming();
    x.authenticate("x");
    assertThat(x.linesWithoutSalt())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("10 me 10.0.0.0/24#10"),
            line -> assertThat(line).startsWith("12 me x "));
    assertThat(a.lines()).isEmpty();
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void itIsStrictAboutSubnets() {
    assertThat(me.subnets())
        .containsExactly(
            "me 10.0.0.0/24#10", "a 10.1.0.0/16#10", "b 10.2.0.0/16#10", "x 10.9.0.0/16#10");
    a.say("10 1 a 10.7.0.0/16", "11 2 a 10.1.0.0/16", "10 3 x 10.8.0.0/16", "11 4 a 10.6.0.0/16");
    assertThat(me.subnets()).hasSize(4).contains("a 10.1.0.0/16#10");
    assertThat(a.lines()).isEmpty();
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void aNeighbourIsHeardAboutItsOwnLinksAndGoesUnquoted() {
    a.say("12 1 a y 192.0.2.9 655 c 7", "12 2 y a 192.0.2.1 655 c 7");
    assertThat(me.reaches("y")).isTrue();
    a.say("13 3 a y");
    assertThat(me.reaches("y")).isFalse();
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void aNeighbourIsNotHeardAboutLinksOfOthers() {
    b.say("12 1 b y 192.0.2.9 655 c 7", "12 2 y b 192.0.2.1 655 c 7");
    a.say("12 3 y z 192.0.2.9 655 c 7", "13 4 b y", "10 5 z 10.7.0.0/16", "11 6 b 10.2.0.0/16");
    assertThat(me.edges()).contains("b-y", "y-b").doesNotContain("y-z");
    assertThat(me.knows("z")).isFalse();
    assertThat(me.subnets()).contains("b 10.2.0.0/16#10");
    assertThat(a.lines()).isEmpty();
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void aNeighbourIsHeardAboutOurLinksAndCorrected() {
    a.say("12 1 me y 192.0.2.9 655 c 7", "13 2 me b");
    assertThat(a.linesWithoutSalt())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("13 me y"),
            line -> assertThat(line).startsWith("12 me b "));
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void theEndOfALinkIsToldToNobody() {
    a.hangUp();
    assertThat(me.edges()).containsExactlyInAnyOrder("me-b", "b-me");
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void keysOfOthersAreNotPassedOn() {
    a.say("15 a b", "16 a b " + KEY + " 427 672 4 0", "14 1 a");
    assertThat(b.lines()).isEmpty();
    a.say("15 a me");
    assertThat(a.lines()).singleElement().asString().startsWith("16 me a ");
  }

  @Test
  void ourOwnNewsIsToldToAll() {
    assertThat(me.engine.announce(Subnet.parse("10.5.0.0/16"), me.nowNs)).isTrue();
    me.flush();
    assertThat(a.linesWithoutSalt()).containsExactly("10 me 10.5.0.0/16#10");
    assertThat(b.linesWithoutSalt()).containsExactly("10 me 10.5.0.0/16#10");
  }

  @Test
  void theEndOfOurKeysIsToldToAll() {
    me.advance(Duration.ofSeconds(40));
    assertThat(a.linesWithoutSalt()).contains("14 me");
    assertThat(b.linesWithoutSalt()).contains("14 me");
  }
}
