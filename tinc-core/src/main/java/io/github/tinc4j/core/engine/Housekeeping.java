package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.event.Timer;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.mesh.FloodedLines;
import io.github.tinc4j.core.mesh.KeyHandler;
import io.github.tinc4j.core.mesh.MacLearning;
import io.github.tinc4j.core.mesh.Mesh;

/** What is seen to every {@code PingTimeout}: all that gets old (spec 40, 6). */
final class Housekeeping {

  private final Mesh mesh;
  private final TimerTable timers;
  private final FloodedLines flooded;
  private final KeyHandler keys;
  private final MacLearning macs;
  private final NameContest contest;
  private final long pingIntervalNs;
  private final long pingTimeoutNs;

  Housekeeping(
      Mesh mesh,
      TimerTable timers,
      FloodedLines flooded,
      KeyHandler keys,
      MacLearning macs,
      NameContest contest,
      NodeConfig config) {
    this.mesh = mesh;
    this.timers = timers;
    this.flooded = flooded;
    this.keys = keys;
    this.macs = macs;
    this.contest = contest;
    this.pingIntervalNs = config.pingInterval().toNanos();
    this.pingTimeoutNs = config.pingTimeout().toNanos();
  }

  /** Comes in {@code PingTimeout}, and so on from there. */
  void begin() {
    timers.arm(Timer.HOUSEKEEPING, "", mesh.nowNs() + pingTimeoutNs);
  }

  /** {@code PingTimeout} is over. */
  void timerFired() {
    flooded.forget(pingIntervalNs);
    keys.expire();
    macs.expire();
    contest.check();
    begin();
  }
}
