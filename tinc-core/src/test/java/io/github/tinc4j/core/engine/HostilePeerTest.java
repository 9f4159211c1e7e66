package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.CloseReason.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An authenticated peer that says whatever it likes costs its connection, or bounded memory. */
class HostilePeerTest {

  private static final List<String> NAMES =
      List.of("me", "bad", "good", "x", "y", "z", "ghost", "n".repeat(300));
  private static final List<String> ADDRESSES =
      List.of(
          "192.0.2.9 655",
          "2001:db8::9 655",
          "0.0.0.0 0",
          "255.255.255.255 65535",
          "host.example 655",
          "192.0.2.9 http",
          "fe80::1%eth0 655",
          "h".repeat(700) + " " + "p".repeat(700));
  private static final List<String> SUBNETS =
      List.of(
          "10.0.0.0/24",
          "10.0.0.0/24#-2147483648",
          "0.0.0.0/0",
          "::/0",
          "fec0::1/64#2147483647",
          "0:1:2:3:4:5");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "c",
          "ffffffff",
          "2147483647",
          "-2147483648",
          "99999999999",
          "427",
          "672",
          "4",
          "10",
          "11",
          "12");

  private final EngineFixture me =
      new EngineFixture(config -> config.pingInterval(Duration.ofHours(1)));

  private static String any(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String anyLine(Random random) {
    String name = any(random, NAMES);
    String other = any(random, NAMES);
    while (other.equals(name)) {
      other = any(random, NAMES);
    }
    String salt = Integer.toHexString(random.nextInt(50));
    return switch (8 + random.nextInt(10)) {
      case 8 -> "8";
      case 9 -> "9";
      case 10 -> "10 " + salt + " " + name + " " + any(random, SUBNETS);
      case 11 -> "11 " + salt + " " + name + " " + any(random, SUBNETS);
      case 12 ->
          "12 "
              + salt
              + " "
              + name
              + " "
              + other
              + " "
              + any(random, ADDRESSES)
              + " "
              + any(random, NUMBERS)
              + " "
              + any(random, NUMBERS);
      case 13 -> "13 " + salt + " " + name + " " + other;
      case 14 -> "14 " + salt + " " + name;
      case 15 -> "15 " + name + " " + other;
      case 16 ->
          "16 "
              + name
              + " "
              + other
              + " "
              + "AB".repeat(random.nextBoolean() ? 48 : 1)
              + " "
              + any(random, NUMBERS)
              + " "
              + any(random, NUMBERS)
              + " "
              + any(random, NUMBERS)
              + " "
              + any(random, NUMBERS)
              + " "
              + any(random, ADDRESSES);
      default -> "17 0";
    };
  }

  /** Part of a graph of real links, so that what is said meets nodes that can be reached. */
  private static void weave(RawPeer peer, EngineFixture me) {
    String[] links = {"bad x", "x bad", "x y", "y x", "y z", "z y", "bad z", "z bad"};
    for (String link : links) {
      peer.say("12 " + me.salt() + " " + link + " 192.0.2.77 655 c 3");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void linesOfNastyValuesNeverReachTheNode(long seed) {
    var random = new Random(seed);
    RawPeer good = me.linked("good");
    for (int round = 0; round < 25; round++) {
      RawPeer bad = me.linked("bad");
      weave(bad, me);
      for (int i = 0; i < 60 && !bad.isClosed(); i++) {
        bad.say(anyLine(random));
        if (i % 7 == 0) {
          me.published();
        }
      }
      me.advance(Duration.ofSeconds(random.nextInt(20)));
    }
    assertThat(good.isClosed()).as("seed %d: %s", seed, me.closeReasons()).isFalse();
    good.say("8");
    assertThat(good.lines()).endsWith("9");
    assertThat(me.subnets())
        .contains("me 10.0.0.0/24#10")
        .noneMatch(s -> s.matches("me (?!10.0.0.0/24#10).*"));
    assertThat(me.edges()).contains("me-good");
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void randomBytesNeverReachTheNode(long seed) {
    var random = new Random(seed);
    RawPeer good = me.linked("good");
    for (int round = 0; round < 40; round++) {
      RawPeer bad = round % 2 == 0 ? me.incoming() : me.linked("bad");
      for (int i = 0; i < 20 && !bad.isClosed(); i++) {
        byte[] bytes = new byte[random.nextInt(4000)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
          bytes = ("17 " + bytes.length + "\n").getBytes(StandardCharsets.US_ASCII);
        }
        bad.bytes(bytes);
      }
      me.advance(Duration.ofMillis(500));
    }
    assertThat(good.isClosed()).isFalse();
  }

  @Test
  void whatIsPassedOnNeverEndsATincd() {
    var random = new Random(21);
    RawPeer good = me.linked("good");
    for (int i = 0; i < 40; i++) {
      RawPeer bad = me.linked("bad");
      weave(bad, me);
      for (int n = 0; n < 50 && !bad.isClosed(); n++) {
        bad.say(anyLine(random));
      }
      good.say("9");
    }
    me.active("late").hangUp();
    for (String line : good.lines()) {
      assertThat(line)
          .doesNotContain("host.example", "http", "%eth0", "hhh")
          .matches("([89]|1[0-6]) ?.*");
    }
    RawPeer late = me.incoming();
    late.authenticate("late");
    assertThat(late.lines())
        .noneMatch(line -> line.contains("host.example") || line.contains("http"))
        .filteredOn(line -> line.startsWith("12"))
        .isNotEmpty()
        .allMatch(line -> line.matches("12 [0-9a-f]+ \\w+ \\w+ [0-9a-f.:]+ \\d+ [0-9a-f]+ -?\\d+"));
  }

  @Test
  void endlessNamesOfNodesTakeBoundedRoom() {
    RawPeer bad = me.linked("bad");
    for (int i = 0; i < 20_500; i++) {
      bad.say("12 1 bad n" + i + " 192.0.2.9 655 c 1");
    }
    assertThat(me.published().effects.view.nodes()).hasSize(20_000);
    assertThat(bad.isClosed()).isFalse();
    // A neighbour that there is no room for is told so; all is well when the flood is gone.
    RawPeer late = me.incoming();
    late.authenticate("late");
    assertThat(me.closeReasons()).containsExactly(Kind.NO_ROOM);
    bad.hangUp();
    assertThat(me.published().effects.view.nodes()).hasSize(1);
    assertThat(me.active("late").isClosed()).isFalse();
  }

  @Test
  void endlessRequestsForAKeyAreAnsweredOnlyAsFarAsTheAnswersAreTaken() {
    RawPeer bad = me.linked("bad");
    String requests = "15 bad me\n".repeat(1000);
    while (!bad.isClosed()) {
      me.effects.taking = false;
      bad.bytes(requests.getBytes(StandardCharsets.US_ASCII));
      assertThat(me.effects.queuedBytes(bad.id)).isLessThan(Keepalive.MOST_QUEUED_BYTES + 200_000);
    }
    assertThat(me.closeReasons()).containsExactly(Kind.OUTPUT_STALLED);
  }

  @Test
  void endlessNewConnectionsOfOneNodeLeaveOneBehind() {
    for (int i = 0; i < 50; i++) {
      me.active("bad");
    }
    assertThat(me.published().effects.view.connections()).hasSize(1);
    assertThat(me.closeReasons()).hasSize(49).allMatch(Kind.REPLACED::equals);
  }
}
