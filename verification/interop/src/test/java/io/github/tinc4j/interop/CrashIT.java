package io.github.tinc4j.interop;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One side dies without a word, or its cable is pulled; later it is back. */
@InteropTest
class CrashIT {

  /** PING every 4 s and 2 s for its answer, both looked at every 2 s. */
  private static final Duration NOTICED = Duration.ofSeconds(30);

  /** The first retry comes after 5 s, the next ones after 10 and 15. */
  private static final Duration BACK = Duration.ofSeconds(90);

  @Test
  void ourListenerSeesTincdDieAndComeBack(Mesh mesh) {
    Node real = mesh.node("real").asksOften();
    Node java = mesh.node("java").asksOften().dials(real);
    real.start(Kind.TINCD);
    Daemon ours = java.start(Kind.API);
    java.awaitPing(real);

    int mark = ours.log().mark();
    real.daemon().kill();
    ours.log().await("ConnectionClosed\\[peer=real, .*wasActive=true", mark, NOTICED);
    ours.log().await("NodeUnreachable\\[node=real\\]", mark, NOTICED);

    mark = ours.log().mark();
    real.start(Kind.TINCD);
    ours.log().await("ConnectionOpened\\[.*real", mark, BACK);
    ours.log().await("NodeReachable\\[node=real,", mark, BACK);
    java.awaitPing(real);
  }

  @Test
  void tincdSeesUsDieAndComeBack(Mesh mesh) {
    Node java = mesh.node("java").asksOften();
    Node real = mesh.node("real").asksOften().dials(java);
    java.start(Kind.JAR);
    Daemon theirs = real.start(Kind.TINCD);
    real.awaitPing(java);

    int mark = theirs.log().mark();
    java.daemon().kill();
    // The kernel ends the connection of a killed process; it resets one with something unread.
    theirs
        .log()
        .await("Connection closed by java|Metadata socket read error for java", mark, NOTICED);

    mark = theirs.log().mark();
    java.start(Kind.JAR);
    theirs.log().await("Connection with java .* activated", mark, BACK);
    real.awaitPing(java);
  }

  @Test
  void aPeerThatFallsSilentIsFoundDeadByPingAndMetAgain(Mesh mesh) {
    Node real = mesh.node("real").asksOften();
    Node java = mesh.node("java").asksOften().dials(real);
    Daemon theirs = real.start(Kind.TINCD);
    Daemon ours = java.start(Kind.API);
    java.awaitPing(real);

    int oursBefore = ours.log().mark();
    int theirsBefore = theirs.log().mark();
    real.host().setCable(false);
    ours.log().await("ConnectionClosed\\[peer=real, .*wasActive=true", oursBefore, NOTICED);
    ours.log().await("NodeUnreachable\\[node=real\\]", oursBefore, NOTICED);
    theirs.log().await("java .* didn't respond to PING", theirsBefore, NOTICED);

    oursBefore = ours.log().mark();
    real.host().setCable(true);
    ours.log().await("NodeReachable\\[node=real,", oursBefore, BACK);
    java.awaitPing(real);
  }
}
