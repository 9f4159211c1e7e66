package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.CloseReason.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each line that a peer may not send closes its connection, and nothing else (spec 10, 2.2, 3 and
 * 6).
 */
class RefusedLinesTest {

  private final EngineFixture me = new EngineFixture();

  /** The one that misbehaves is gone, the bystander and the node are as before. */
  private void assertOnlyOffenderClosed(RawPeer offender, RawPeer bystander, Kind kind) {
    assertThat(me.closeReasons()).containsExactly(kind);
    assertThat(offender.isClosed()).isTrue();
    assertThat(bystander.isClosed()).isFalse();
    bystander.lines();
    bystander.say("8");
    assertThat(bystander.lines()).containsExactly("9");
    assertThat(me.reaches("good")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | UNKNOWN_REQUEST",
        "' ' | UNKNOWN_REQUEST",
        "hello | UNKNOWN_REQUEST",
        "-1 | UNKNOWN_REQUEST",
        "5 status | UNKNOWN_REQUEST",
        "6 1 error | UNKNOWN_REQUEST",
        "7 | UNKNOWN_REQUEST",
        "18 | UNKNOWN_REQUEST",
        "99 | UNKNOWN_REQUEST",
        "0 bad 17 | UNEXPECTED_REQUEST",
        "1 429 672 0 0 AB | UNEXPECTED_REQUEST",
        "2 AB | UNEXPECTED_REQUEST",
        "3 AB | UNEXPECTED_REQUEST",
        "4 655 10 c | UNEXPECTED_REQUEST",
        "10 1 bad | MALFORMED_REQUEST",
        "10 1 b-d 10.1.0.0/16 | MALFORMED_REQUEST",
        "10 1 bad 10.1.0.0/33 | MALFORMED_REQUEST",
        "11 1 bad nonsense | MALFORMED_REQUEST",
        "12 1 bad x 192.0.2.9 655 c | MALFORMED_REQUEST",
        "12 1 bad bad 192.0.2.9 655 c 1 | MALFORMED_REQUEST",
        "12 1 bad x.y 192.0.2.9 655 c 1 | MALFORMED_REQUEST",
        "13 1 bad | MALFORMED_REQUEST",
        "13 1 bad bad | MALFORMED_REQUEST",
        "14 zz bad | MALFORMED_REQUEST",
        "14 1 .. | MALFORMED_REQUEST",
        "15 bad | MALFORMED_REQUEST",
        "15 bad m.e | MALFORMED_REQUEST",
        "16 bad me AB 427 672 4 | MALFORMED_REQUEST",
        "16 b.d me AB 427 672 4 0 | MALFORMED_REQUEST",
        "17 | MALFORMED_REQUEST",
        "17 x | MALFORMED_REQUEST",
      })
  void onAnActiveConnection(String line, Kind kind) {
    RawPeer good = me.linked("good");
    RawPeer bad = me.active("bad");
    good.lines();
    bad.say(line, "8");
    assertOnlyOffenderClosed(bad, good, kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 429 672 0 0 AB | UNEXPECTED_REQUEST",
        "4 655 10 c | UNEXPECTED_REQUEST",
        "8 | UNEXPECTED_REQUEST",
        "17 4 | UNEXPECTED_REQUEST",
        "GET / HTTP/1.1 | UNKNOWN_REQUEST",
        "0 bad | MALFORMED_REQUEST",
        "0 b.d 17 | MALFORMED_REQUEST",
        "0 bad seventeen | MALFORMED_REQUEST",
        "0 bad 16 | WRONG_VERSION",
        "0 bad 18 | WRONG_VERSION",
        "0 bad 18.7 | WRONG_VERSION",
        "0 bad -17 | WRONG_VERSION",
        "0 me 17 | OWN_NAME",
        "0 unknown 17 | UNKNOWN_HOST",
      })
  void asTheFirstLine(String line, Kind kind) {
    RawPeer good = me.linked("good");
    RawPeer bad = me.incoming();
    bad.say(line);
    assertThat(me.effects.take(bad.id)).as("what a stranger gets to see").isEmpty();
    assertOnlyOffenderClosed(bad, good, kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17.0", "17.7", "17.99 more"})
  void anyMinorVersionOfProtocolSeventeenIsWelcome(String version) {
    RawPeer peer = me.incoming();
    peer.say("0 new " + version);
    assertThat(peer.line()).isEqualTo("0 me 17");
  }

  /** What comes out of order at each step of the handshake (spec 10, 3.1). */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void outOfOrderInTheHandshake(int step) {
    for (int number = 0; number <= 17; number++) {
      if (number == step || (number > 4 && number < 8)) {
        continue;
      }
      RawPeer bad = me.incoming();
      bringTo(bad, step);
      me.effects.events.clear();
      bad.say(number + " bad bad bad bad bad bad bad bad");
      assertThat(me.closeReasons())
          .as("%d at %d", number, step)
          .containsExactly(Kind.UNEXPECTED_REQUEST);
      me.advance(Duration.ofSeconds(1));
    }
  }

  private static void bringTo(RawPeer peer, int step) {
    switch (step) {
      case 1 -> peer.identify("bad");
      case 2 -> {
        peer.identify("bad");
        peer.exchangeKeys("bad");
      }
      case 3 -> {
        peer.identify("bad");
        peer.exchangeKeys("bad");
        peer.challenge();
      }
      default -> peer.toAck("bad");
    }
  }

  @Test
  void aLineOf2176BytesIsTakenAndOneMoreByteCloses() {
    RawPeer good = me.linked("good");
    RawPeer bad = me.active("bad");
    good.lines();
    byte[] line = new byte[2176];
    Arrays.fill(line, (byte) ' ');
    line[0] = '8';
    line[2175] = '\n';
    bad.bytes(line);
    assertThat(bad.lines()).containsExactly("9");

    byte[] longer = Arrays.copyOf(line, 2177);
    longer[2175] = ' ';
    longer[2176] = '\n';
    bad.bytes(longer);
    assertOnlyOffenderClosed(bad, good, Kind.OVERSIZED_LINE);
  }

  @Test
  void aLineWithoutAnEndIsGivenUpAt2176BytesHoweverItComes() {
    RawPeer bad = me.incoming();
    for (int i = 0; i < 2175; i++) {
      bad.raw(new byte[] {'0'});
    }
    assertThat(bad.isClosed()).isFalse();
    bad.raw(new byte[] {'0'});
    assertThat(me.closeReasons()).containsExactly(Kind.OVERSIZED_LINE);
  }

  @Test
  void anOversizedFrameClosesOneThatIsOnlyLongIsSkipped() {
    RawPeer good = me.linked("good");
    RawPeer bad = me.active("bad");
    good.lines();
    for (int length : new int[] {0, 1, 13, 14, 1518, 1661, 1662, 2176}) {
      bad.say("17 " + length);
      bad.bytes(new byte[length]);
    }
    bad.say("8");
    assertThat(bad.lines()).containsExactly("9");
    assertThat(me.effects.frames)
        .extracting(frame -> frame.frame().length)
        .containsExactly(1, 13, 14, 1518, 1661);

    bad.say("17 2177");
    bad.bytes(new byte[2177]);
    assertOnlyOffenderClosed(bad, good, Kind.OVERSIZED_LINE);
  }

  @Test
  void theLengthOfAFrameCountsModulo65536() {
    RawPeer peer = me.active("peer");
    peer.say("17 65546");
    peer.bytes(new byte[10]);
    peer.say("8");
    assertThat(peer.lines()).containsExactly("9");
    assertThat(me.effects.frames).hasSize(1);
  }

  @Test
  void bytesOfAFrameAreNeverTakenForALine() {
    RawPeer peer = me.active("peer");
    peer.say("17 14");
    peer.bytes("99\n98\n97\n96\n95".getBytes(StandardCharsets.ISO_8859_1));
    peer.say("8");
    assertThat(peer.lines()).containsExactly("9");
  }

  @Test
  void nothingMoreOfWhatAnOffenderSentIsLookedAt() {
    RawPeer bad = me.linked("bad");
    bad.say("99\n10 1 bad 10.1.0.0/16\n99");
    assertThat(me.closeReasons()).containsExactly(Kind.UNKNOWN_REQUEST);
    assertThat(me.subnets()).containsExactly("me 10.0.0.0/24#10");
    bad.raw(new byte[] {'8', '\n'});
    assertThat(me.closeReasons()).hasSize(1);
  }

  @Test
  void aSecondAckIsNeverSentWhateverThePeerSays() {
    RawPeer peer = me.incoming();
    peer.authenticate("peer");
    peer.say("8", "15 peer me", "14 1 peer", "4 655 10 c", "4 655 10 c");
    assertThat(peer.lines()).noneMatch(line -> line.startsWith("4 "));
    assertThat(me.closeReasons()).containsExactly(Kind.UNEXPECTED_REQUEST);
  }
}
