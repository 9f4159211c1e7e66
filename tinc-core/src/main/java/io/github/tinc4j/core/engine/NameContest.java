package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.core.connect.Outgoings;
import io.github.tinc4j.core.event.Timer;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.mesh.EdgeHandler;
import io.github.tinc4j.core.mesh.Mesh;
import java.time.Duration;

/**
 * Keeps silent for some time when another node uses our name: longer each time (spec 30, 3, "storm
 * detection"). tincd sleeps; we leave the mesh for as long.
 */
final class NameContest {

  /** Contradictions within one check, of either kind, that are more than a coincidence. */
  static final int MOST_CONTRADICTIONS = 100;

  private static final long LEAST_NS = Duration.ofSeconds(10).toNanos();
  private static final long MOST_NS = Duration.ofHours(1).toNanos();

  private final Mesh mesh;
  private final TimerTable timers;
  private final EdgeHandler edges;
  private final Links links;
  private final Outgoings outgoings;
  private long silenceNs = LEAST_NS;
  private boolean silent;

  NameContest(Mesh mesh, TimerTable timers, EdgeHandler edges, Links links, Outgoings outgoings) {
    this.mesh = mesh;
    this.timers = timers;
    this.edges = edges;
    this.links = links;
    this.outgoings = outgoings;
  }

  /** Looks at what neighbours have contradicted since the last time. */
  void check() {
    if (edges.takeNameContested(MOST_CONTRADICTIONS)) {
      keepSilent();
    } else if (!silent) {
      silenceNs = Math.max(silenceNs / 2, LEAST_NS);
    }
  }

  private void keepSilent() {
    silent = true;
    timers.arm(Timer.NAME_CONTESTED, "", mesh.nowNs() + silenceNs);
    silenceNs = Math.min(2 * silenceNs, MOST_NS);
    outgoings.suspend();
    links.endAll(reason());
  }

  /** We have kept silent for long enough. */
  void timerFired() {
    silent = false;
    outgoings.resume();
  }

  boolean isSilent() {
    return silent;
  }

  /** Why there are no connections while we keep silent. */
  CloseReason reason() {
    return new CloseReason(
        CloseReason.Kind.NAME_CONTESTED, "another node calls itself " + mesh.self().name());
  }
}
