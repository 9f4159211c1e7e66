package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.testkit.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Keys that expire every 5 s while packets flow. */
@Alone
@InteropTest
class KeyExpiryIT {

  /** 20 s of 200 pings a second each way. */
  private static final int COUNT = 4000;

  private static final Duration PAUSE = Duration.ofMillis(5);

  /**
   * A key in use is void at once when its owner makes another (spec 20, 4.2): what is in flight
   * just then is lost. Two tincds lose 0 to 4 of these packets like that, by chance; hence we may
   * lose what they lose at the same time, and one packet for each change of a key, in one of three
   * rounds: a processor that is away for a moment just then costs a dozen more.
   */
  @Test
  void expiringKeysCostNoMorePacketsThanBetweenTwoTincds(Mesh mesh) {
    Node real = mesh.node("real").server("KeyExpire", "5").asksOften();
    Node other = mesh.node("other").server("KeyExpire", "5").asksOften().dials(real);
    Node java = mesh.node("java").server("KeyExpire", "5").asksOften().dials(real);
    real.start(Kind.TINCD);
    other.start(Kind.TINCD);
    java.start(Kind.API);
    real.awaitPing(other);
    real.awaitPing(java);
    real.awaitUdp(other);
    real.awaitKeysWith(java);

    List<Round> rounds = new ArrayList<>();
    do {
      rounds.add(round(real, other, java));
    } while (rounds.size() < 3 && !rounds.get(rounds.size() - 1).isWell());
    assertThat(rounds).as("each of %d packets", 2 * COUNT).anyMatch(Round::isWell);
  }

  /** How many packets were lost while keys changed so often, which is every six seconds. */
  private record Round(int lostByThem, int lostByUs, long oursChanged, long theirsChanged) {
    boolean isWell() {
      return oursChanged >= 3
          && theirsChanged >= 3
          && lostByUs <= lostByThem + oursChanged + theirsChanged;
    }
  }

  private static Round round(Node real, Node other, Node java) {
    Log theirs = real.daemon().log();
    int mark = theirs.mark();
    CompletableFuture<Ping> otherToReal = ping(other, real);
    CompletableFuture<Ping> realToOther = ping(real, other);
    CompletableFuture<Ping> javaToReal = ping(java, real);
    CompletableFuture<Ping> realToJava = ping(real, java);
    int lostByThem = otherToReal.join().lost() + realToOther.join().lost();
    int lostByUs = javaToReal.join().lost() + realToJava.join().lost();

    return new Round(
        lostByThem,
        lostByUs,
        count(theirs, mark, "Got ANS_KEY from java"),
        count(theirs, mark, "Sending ANS_KEY to java"));
  }

  private static long count(Log log, int mark, String text) {
    return log.since(mark).stream().filter(line -> line.contains(text)).count();
  }

  private static CompletableFuture<Ping> ping(Node from, Node to) {
    return Background.call(() -> Ping.every(PAUSE, from.host(), to.vpn4(), COUNT));
  }
}
