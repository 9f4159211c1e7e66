package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.event.Timer;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.mesh.TablePublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When the outside sees what has changed: at once, but in a storm of changes no more often than
 * every few milliseconds, since each time costs a pass over the whole mesh.
 *
 * <p>Events wait for the view that shows what they tell of.
 */
final class Publication {

  private static final long LEAST_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Mesh mesh;
  private final TablePublisher publisher;
  private final Effects effects;
  private final TimerTable timers;
  private final List<MeshEvent> events = new ArrayList<>();
  private boolean published;
  private long publishedAtNs;

  Publication(Mesh mesh, TablePublisher publisher, Effects effects, TimerTable timers) {
    this.mesh = mesh;
    this.publisher = publisher;
    this.effects = effects;
    this.timers = timers;
  }

  /** Tells the listeners with the next publication. */
  void add(MeshEvent event) {
    events.add(event);
  }

  /**
   * Publishes now, or a little later when the last time was only just now. A key that was given
   * waits for nothing: packets under it may come at once.
   */
  void soon() {
    long dueNs = publishedAtNs + LEAST_INTERVAL_NS;
    boolean mayWait = mesh.isChanged() && !mesh.hasGivenKey();
    if (mayWait && published && mesh.nowNs() - dueNs < 0) {
      if (!timers.isArmed(Timer.PUBLISH, "")) {
        timers.arm(Timer.PUBLISH, "", dueNs);
      }
    } else {
      now();
    }
  }

  /** Publishes what has changed, if anything has. */
  void now() {
    if (mesh.isChanged()) {
      mesh.published();
      published = true;
      publishedAtNs = mesh.nowNs();
      effects.publish(publisher.table(), publisher.view());
    }
    events.forEach(effects::notify);
    events.clear();
  }
}
