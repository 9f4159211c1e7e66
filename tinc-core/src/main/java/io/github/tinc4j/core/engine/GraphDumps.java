package io.github.tinc4j.core.engine;

import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.event.Timer;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.mesh.GraphText;
import io.github.tinc4j.core.mesh.Mesh;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When the graph goes to {@code GraphDumpFile}: every minute, if it has changed (spec 40, 8). */
final class GraphDumps {

  private static final long INTERVAL_NS = Duration.ofMinutes(1).toNanos();
  private static final long NEVER_DUMPED = -1;

  private final Mesh mesh;
  private final TimerTable timers;
  private final Effects effects;
  private @Nullable String target;
  private long dumpedVersion = NEVER_DUMPED;

  GraphDumps(Mesh mesh, TimerTable timers, Effects effects) {
    this.mesh = mesh;
    this.timers = timers;
    this.effects = effects;
  }

  /** From now on dumps go to {@code value}; with null there are none. */
  void to(@Nullable String value) {
    if (Objects.equals(target, value)) {
      return;
    }
    target = value;
    dumpedVersion = NEVER_DUMPED;
    if (value == null) {
      timers.disarm(Timer.GRAPH_DUMP, "");
    } else if (!timers.isArmed(Timer.GRAPH_DUMP, "")) {
      arm();
    }
  }

  /** A minute is over. */
  void timerFired() {
    String file = target;
    if (file != null) {
      if (dumpedVersion != mesh.graphVersion()) {
        dumpedVersion = mesh.graphVersion();
        effects.dumpGraph(file, GraphText.of(mesh));
      }
      arm();
    }
  }

  private void arm() {
    timers.arm(Timer.GRAPH_DUMP, "", mesh.nowNs() + INTERVAL_NS);
  }
}
