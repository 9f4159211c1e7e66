package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.tunnel.OpeningKey;
import io.github.tinc4j.core.tunnel.Seal;
import io.github.tinc4j.core.wire.LineWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REQ_KEY, ANS_KEY, KEY_CHANGED (spec 20, 4). The mesh: a and b are neighbours, x is behind a. */
class KeyRulesTest {

  /** 32 bytes of key, 16 of IV. */
  private static final String KEY = "0123456789abcdefABCDEF".repeat(6).substring(0, 96);

  private EngineFixture me = new EngineFixture();
  private RawPeer a = me.linked("a");
  private RawPeer b = me.linked("b");

  @BeforeEach
  void meet() {
    begin(config -> config);
  }

  private void begin(UnaryOperator<NodeConfig.Builder> settings) {
    me = new EngineFixture(settings);
    a = me.linked("a");
    b = me.linked("b");
    a.say("12 a1 a x 192.0.2.9 655 c 7", "12 a2 x a 192.0.2.1 655 c 7");
    a.lines();
    b.lines();
    me.published();
  }

  private PeerPath path(String node) {
    me.published();
    return Objects.requireNonNull(me.effects.table.byName(NodeName.of(node)));
  }

  private void packetWantsKeyOf(String node) {
    me.engine
        .punts(me.nowNs)
        .tcpFrame(new Punt.TcpFrame(NodeName.of("a"), new byte[60], NodeName.of(node)));
    me.flush();
  }

  @Test
  void aNeighbourGetsAKeyAsSoonAsItIsReachable() {
    RawPeer c = me.active("c");
    c.say("12 b1 c me 192.0.2.200 655 c 10");
    assertThat(c.lines()).singleElement().asString().matches("16 me c [0-9A-F]{96} 427 672 4 0");
    assertThat(path("c").opening()).isNotNull();
    assertThat(path("x").opening()).as("no neighbour").isNull();
  }

  @Test
  void aKeyThatWasGivenOpensPacketsAtOnce() {
    a.say("10 " + me.salt() + " a 10.7.0.0/16");
    int before = me.effects.publications;
    a.say("10 " + me.salt() + " a 10.8.0.0/16");
    assertThat(me.effects.publications).as("changes close together wait").isEqualTo(before);
    a.say("15 x me");
    assertThat(me.effects.table.byName(NodeName.of("x"))).extracting(PeerPath::opening).isNotNull();
  }

  @Test
  void probesGoOutAfterTheKeysThatAreSaidWithThem() {
    RawPeer c = me.active("c");
    me.effects.order.clear();
    c.say("12 " + me.salt() + " c me 192.0.2.200 655 c 10\n16 c me " + KEY + " 427 672 4 0");
    assertThat(c.lines()).anyMatch(line -> line.startsWith("16 me c "));
    assertThat(me.effects.order).startsWith("send").endsWith("probe").hasSizeGreaterThan(2);
    assertThat(me.effects.order.lastIndexOf("send")).isLessThan(me.effects.order.indexOf("probe"));
  }

  @Test
  void theKeyGivenFollowsOurSettings() {
    begin(config -> config.cipher("aes-128-cbc").digest("sha1").macLength(10).compression(9));
    a.say("15 x me");
    assertThat(a.lines()).singleElement().asString().matches("16 me x [0-9A-F]{64} 419 64 10 9");
    begin(config -> config.cipher("none").digest("none"));
    a.say("15 x me");
    assertThat(a.lines()).singleElement().asString().matches("16 me x [0-9A-F]{2} 0 0 4 0");
  }

  @Test
  void whoAsksGetsAnotherKeyEachTime() {
    a.say("15 x me");
    OpeningKey first = path("x").opening();
    a.say("15 x me");
    assertThat(a.lines()).hasSize(2).doesNotHaveDuplicates();
    assertThat(path("x").opening()).isNotNull().isNotSameAs(first);
  }

  @Test
  void whoIsUnknownOrCannotBeReachedGetsNone() {
    a.say("15 nobody me", "12 1 y z 192.0.2.9 655 c 7", "15 y me", "15 me me", "15 x nobody");
    assertThat(a.lines()).isEmpty();
    assertThat(b.linesWithoutSalt()).containsExactly("12 y z 192.0.2.9 655 c 7");
    assertThat(a.isClosed()).isFalse();
  }

  @Test
  void requestsForOthersGoToTheirNexthopByteForByte() {
    b.say("15  b x more", "15 b x", "16 b x AB 427 672 4 0 1.2.3.4 5 more");
    assertThat(a.lines())
        .containsExactly("15  b x more", "15 b x", "16 b x AB 427 672 4 0 1.2.3.4 5 more");
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void requestsForTheUnreachableEndHere() {
    a.say("12 1 y z 192.0.2.9 655 c 7");
    b.lines();
    a.say("15 a y", "16 a y AB 427 672 4 0");
    assertThat(a.lines()).isEmpty();
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void aGoodKeyIsUsedFromThenOn() {
    a.say("16 x me " + KEY + " 427 672 4 0");
    assertThat(path("x").sealing()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "16 x me " + "zz" + " 427 672 4 0",
        "16 x me " + "AB" + " 427 672 4 0",
        "16 x me AB12 0 672 4 0",
        "16 x me KEYKEY 0 672 4 0",
        "16 x me CLEAR 999 672 4 0",
        "16 x me CLEAR -1 672 4 0",
        "16 x me CLEAR 427 999 4 0",
        "16 x me CLEAR 427 672 33 0",
        "16 x me CLEAR 427 672 -1 0",
        "16 x me CLEAR 427 0 -1 0",
        "16 x me CLEAR 427 672 -2147483648 0",
        "16 x me CLEAR 427 672 4 12",
        "16 x me CLEAR 427 672 4 -1",
        "16 x me CLEAR 5 672 4 0",
        "16 x me CLEAR 904 672 4 0",
      })
  void aBadKeyEndsTheUseOfTheOneBefore(String line) {
    a.say("16 x me " + KEY + " 427 672 4 0");
    a.say(line.replace("CLEAR", KEY).replace("zz", "z".repeat(96)));
    assertThat(path("x").sealing()).isNull();
    assertThat(a.isClosed()).isFalse();
  }

  @Test
  void anOddDigitAtTheEndOfAKeyDoesNotCount() {
    a.say("16 x me " + KEY + "F 427 672 4 0");
    assertThat(path("x").sealing()).isNotNull();
  }

  @Test
  void withoutDigestTheLengthOfTheMacDoesNotMatter() {
    a.say("16 x me " + KEY + " 427 0 2147483647 0");
    assertThat(path("x").sealing()).isNotNull();
  }

  @Test
  void keysOfStrangersAndOfOurselvesAreIgnored() {
    a.say("16 nobody me " + KEY + " 427 672 4 0", "16 me me " + KEY + " 427 672 4 0");
    a.say("16 x nobody " + KEY + " 427 672 4 0");
    assertThat(a.isClosed()).isFalse();
    assertThat(b.lines()).isEmpty();
    assertThat(me.effects.table.peer(0).sealing()).isNull();
  }

  /** A relay lost its own way to b, and now has one through us. */
  @Test
  void aKeyOfOursThatComesBackGoesOn() {
    a.say("16 me b " + KEY + " 427 672 4 0");
    assertThat(b.lines()).containsExactly("16 me b " + KEY + " 427 672 4 0");
  }

  @Test
  void theReflexiveAddressIsWhereWeSendTo() {
    a.say("16 x me " + KEY + " 427 672 4 0 198.51.100.7 1234");
    assertThat(path("x").udpAddress()).isEqualTo(EngineFixture.address("198.51.100.7", 1234));
    a.say("16 x me " + KEY + " 427 672 4 0 no.where 1234");
    assertThat(path("x").udpAddress()).isEqualTo(EngineFixture.address("198.51.100.7", 1234));
    assertThat(path("x").sealing()).isNotNull();
  }

  private void udpWorksTowards(String node) {
    me.engine.punts(me.nowNs).probeReply(new Punt.ProbeReply(NodeName.of(node), 500));
    me.flush();
  }

  @Test
  void aRelayAppendsTheAddressItSeesOnceItsUdpReachesTheOther() {
    b.say("16 b x AB 427 672 4 0");
    assertThat(a.lines()).containsExactly("16 b x AB 427 672 4 0");
    udpWorksTowards("x");
    b.say("16 b x AB 427 672 4 0", "16 b x AB 427 672 4 0 192.0.2.77 1 x", "16 b x AB 0 0 4 0 odd");
    assertThat(a.lines())
        .containsExactly(
            "16 b x AB 427 672 4 0 192.0.2.2 655",
            "16 b x AB 427 672 4 0 192.0.2.77 1 x",
            "16 b x AB 0 0 4 0 192.0.2.2 655");
  }

  /** Spec 10, 2.2: nobody could read it, and who tried would close the connection. */
  @Test
  void aLineThatGrowsTooLongIsNotSent() {
    String far = "y".repeat(200);
    b.say("12 1 b " + far + " 192.0.2.8 655 c 7", "12 2 " + far + " b 192.0.2.2 655 c 7");
    udpWorksTowards("x");
    a.lines();
    String address = " 192.0.2.8 655";
    int room = LineWriter.MAX_LENGTH - address.length();
    String fits = "16 " + far + " x A 427 672 4 0";
    fits = fits.replace(" A ", " " + "A".repeat(room - fits.length() + 1) + " ");
    b.say(fits, fits.replace(" AA", " AAA"));
    assertThat(a.lines()).containsExactly(fits + address);
    assertThat(a.isClosed() || b.isClosed()).isFalse();
  }

  @Test
  void anAddressThatIsNotNumericIsNotPassedOnWithAKey() {
    b.say("16 b x AB 427 672 4 0 some.where 655", "16 b x AB 427 672 4 0 192.0.2.3 http");
    assertThat(a.lines()).containsExactly("16 b x AB 427 672 4 0", "16 b x AB 427 672 4 0");
    udpWorksTowards("x");
    b.say("16 b x AB 427 672 4 0 some.where 655");
    assertThat(a.lines()).containsExactly("16 b x AB 427 672 4 0 192.0.2.2 655");
  }

  @Test
  void aKeyIsAskedForAtMostOnceInTenSeconds() {
    packetWantsKeyOf("x");
    packetWantsKeyOf("x");
    me.advance(Duration.ofMillis(9900));
    packetWantsKeyOf("x");
    assertThat(a.lines()).filteredOn(line -> line.startsWith("15")).containsExactly("15 me x");
    me.advance(Duration.ofMillis(100));
    packetWantsKeyOf("x");
    assertThat(a.lines()).filteredOn(line -> line.startsWith("15")).containsExactly("15 me x");
  }

  @Test
  void theKeyOfANodeThatProbesUsIsAskedForNowAndThen() {
    for (int probe = 0; probe < 3; probe++) {
      me.engine.punts(me.nowNs).keyWanted(new Punt.KeyWanted(NodeName.of("x")));
      me.flush();
    }
    assertThat(a.lines()).filteredOn(line -> line.startsWith("15")).containsExactly("15 me x");
  }

  @Test
  void aKeyThatWeHoldIsNotAskedFor() {
    a.say("16 x me " + KEY + " 427 672 4 0");
    packetWantsKeyOf("x");
    packetWantsKeyOf("me");
    packetWantsKeyOf("nobody");
    assertThat(a.lines()).noneMatch(line -> line.startsWith("15"));
  }

  @Test
  void keyChangedVoidsTheKeyAllowsToAskAgainAndGoesOn() {
    packetWantsKeyOf("x");
    a.say("16 x me " + KEY + " 427 672 4 0");
    a.lines();
    a.say("14 0c x further", "14 0c x further", "14 1 nobody");
    assertThat(b.lines()).containsExactly("14 0c x further");
    assertThat(path("x").sealing()).isNull();
    packetWantsKeyOf("x");
    assertThat(a.lines()).filteredOn(line -> line.startsWith("15")).containsExactly("15 me x");
  }

  @Test
  void aNodeThatWasGoneStartsWithoutKeyAndMayBeAskedAtOnce() {
    packetWantsKeyOf("x");
    a.say("16 x me " + KEY + " 427 672 4 0", "13 1 a x", "12 2 a x 192.0.2.9 655 c 7");
    a.lines();
    assertThat(path("x").reachable()).isTrue();
    assertThat(path("x").sealing()).isNull();
    packetWantsKeyOf("x");
    assertThat(a.lines()).filteredOn(line -> line.startsWith("15")).containsExactly("15 me x");
  }

  @Test
  void expiredKeysAreReplacedNeighboursFirst() {
    begin(config -> config.keyExpire(Duration.ofSeconds(30)).pingInterval(Duration.ofHours(1)));
    a.say("15 x me");
    OpeningKey before = path("a").opening();
    a.lines();
    me.advance(Duration.ofSeconds(31));
    assertThat(a.lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("14 [0-9a-f]+ me"),
            line -> assertThat(line).startsWith("16 me a "));
    assertThat(b.lines()).hasSize(2);
    assertThat(path("x").opening()).as("until it asks again").isNull();
    assertThat(path("a").opening()).isNotNull().isNotSameAs(before);
    // The next time is a full KeyExpire later.
    me.advance(Duration.ofSeconds(20));
    assertThat(a.lines()).isEmpty();
    me.advance(Duration.ofSeconds(15));
    assertThat(a.lines()).hasSize(2);
  }

  /** Spec 20, 4.5: numbers must not run out. Nothing is encrypted here, and no number checked. */
  @Test
  void aKeyThatHasServedForABillionPacketsIsReplacedWithAllOthers() {
    begin(config -> config.cipher("none").digest("none").replayWindow(0));
    a.lines();
    receive(1 << 30);
    me.advance(Duration.ofSeconds(6));
    assertThat(a.lines()).isEmpty();
    receive((1 << 30) + 1);
    me.advance(Duration.ofSeconds(6));
    assertThat(a.lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("14 [0-9a-f]+ me"),
            line -> assertThat(line).startsWith("16 me a "));
    me.advance(Duration.ofSeconds(6));
    assertThat(a.lines()).isEmpty();
  }

  /** A packet of a with this sequence number. */
  private void receive(int sequence) {
    byte[] datagram = ByteBuffer.allocate(4 + 60).putInt(sequence).array();
    var opener = Objects.requireNonNull(path("a").opening()).lane(0);
    assertThat(opener.open(datagram, 0, datagram.length, new byte[2000], 32)).isEqualTo(60);
  }

  /** From now on x, behind a, is a neighbour of ours as well. */
  private RawPeer meetX() {
    RawPeer x = me.linked("x");
    a.lines();
    b.lines();
    me.published();
    return x;
  }

  @Test
  void aKeyTakesTheWayOfTheOneThatMayStillBeUnderWay() {
    a.say("15 x me");
    RawPeer x = meetX();
    a.lines();
    x.say("15 x me");
    assertThat(a.lines()).singleElement().asString().startsWith("16 me x ");
    assertThat(x.lines()).isEmpty();
    me.advance(Duration.ofSeconds(10));
    x.say("15 x me");
    assertThat(a.lines()).noneMatch(line -> line.startsWith("16"));
    assertThat(x.lines()).anyMatch(line -> line.startsWith("16 me x "));
  }

  @Test
  void aWayThatIsNoLongerThereIsNotTaken() {
    a.say("15 x me");
    RawPeer x = meetX();
    a.hangUp();
    x.lines();
    x.say("15 x me");
    assertThat(x.lines()).singleElement().asString().startsWith("16 me x ");
  }

  @Test
  void ofTwoKeysThatCameTwoWaysNeitherIsUsedAndAnotherIsAskedFor() {
    packetWantsKeyOf("x");
    RawPeer x = meetX();
    x.say("16 x me " + KEY + " 427 672 4 0");
    assertThat(path("x").sealing()).isNotNull();
    a.say("16 x me " + KEY + " 427 672 4 0");
    assertThat(path("x").sealing()).isNull();
    assertThat(x.lines()).filteredOn(line -> line.startsWith("15")).containsExactly("15 me x");
    x.say("16 x me " + KEY + " 427 672 4 0");
    assertThat(path("x").sealing()).isNotNull();
  }

  @Test
  void aKeyThatComesAnotherWayLaterIsUsed() {
    a.say("16 x me " + KEY + " 427 672 4 0");
    RawPeer x = meetX();
    me.advance(Duration.ofSeconds(10));
    x.say("16 x me " + KEY + " 427 672 4 0");
    assertThat(path("x").sealing()).isNotNull();
  }

  @Test
  void keysThatAreReplacedOrDroppedAreReleased() {
    begin(config -> config.compression(9));
    a.say("15 x me", "16 x me " + KEY + " 427 672 4 6");
    me.published();
    var opening = Objects.requireNonNull(path("x").opening());
    var sealing = Objects.requireNonNull(path("x").sealing());
    byte[] frame = new byte[128];
    byte[] datagram = new byte[200];
    assertThat(Seal.one(sealing.lane(0), frame, 32, 60, datagram, 0)).isPositive();
    a.say("15 x me", "14 5 x");
    assertThat(path("x").opening()).isNotSameAs(opening);
    assertThat(Seal.one(sealing.lane(0), frame, 32, 60, datagram, 0))
        .as("dropped by what was released")
        .isNegative();
  }
}
