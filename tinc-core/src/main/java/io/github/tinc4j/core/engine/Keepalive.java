package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.event.Timer;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.meta.Liveness;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.wire.Ping;
import java.util.concurrent.TimeUnit;

/** Looks after silent connections (spec 10, 5.9 and 7). */
final class Keepalive {

  /** More than any peer is owed; one that lets so much pile up does not read. */
  static final int MOST_QUEUED_BYTES = 32 << 20;

  private static final long LONGEST_CHECK_NS = TimeUnit.SECONDS.toNanos(1);

  private final Mesh mesh;
  private final TimerTable timers;
  private final Links links;
  private final Effects effects;
  private final long pingIntervalNs;
  private final long pingTimeoutNs;

  Keepalive(Mesh mesh, TimerTable timers, Links links, Effects effects, NodeConfig config) {
    this.mesh = mesh;
    this.timers = timers;
    this.links = links;
    this.effects = effects;
    this.pingIntervalNs = config.pingInterval().toNanos();
    this.pingTimeoutNs = config.pingTimeout().toNanos();
  }

  /** Looks after connections from now on. */
  void begin() {
    timers.arm(Timer.CONNECTIONS, "", mesh.nowNs() + Math.min(pingTimeoutNs, LONGEST_CHECK_NS));
  }

  /** It is time to look at all connections again. */
  void timerFired() {
    check();
    begin();
  }

  private void check() {
    for (MetaConnection connection : mesh.neighbours().all()) {
      if (connection.isActive()) {
        checkActive(connection);
      } else if (connection.liveness().idleNs(mesh.nowNs()) >= pingTimeoutNs) {
        links.end(connection, unfinished(connection), true);
      }
    }
  }

  private static CloseReason unfinished(MetaConnection connection) {
    if (connection.isConnecting()) {
      return new CloseReason(Kind.CONNECT_FAILED, "no answer in time");
    }
    return new CloseReason(
        Kind.HANDSHAKE_TIMEOUT,
        connection.isAtProxy()
            ? "the proxy did not connect us in time"
            : "the handshake did not finish in time");
  }

  private void checkActive(MetaConnection connection) {
    Liveness liveness = connection.liveness();
    long idleNs = liveness.idleNs(mesh.nowNs());
    if (liveness.isPingOutstanding() && idleNs >= pingTimeoutNs) {
      links.end(connection, new CloseReason(Kind.PING_TIMEOUT, "no PONG in time"), true);
    } else if (liveness.stalledNs(mesh.nowNs()) >= pingTimeoutNs) {
      endStalled(connection);
    } else if (idleNs >= pingIntervalNs) {
      connection.send(new Ping());
      liveness.pinged(mesh.nowNs());
    }
  }

  /** Asks all peers now; one that owes an answer already gets no more time for it. */
  void askAll() {
    for (MetaConnection connection : mesh.neighbours().all()) {
      if (connection.isActive()) {
        boolean owesAnswer = connection.liveness().isPingOutstanding();
        connection.send(new Ping());
        if (!owesAnswer) {
          connection.liveness().pinged(mesh.nowNs());
        }
      }
    }
  }

  /** Ends connections whose peers ask for more than they read. */
  void checkQueues() {
    for (MetaConnection connection : mesh.neighbours().all()) {
      long queued = (long) effects.queuedBytes(connection.id()) + connection.pendingBytes();
      if (queued > MOST_QUEUED_BYTES) {
        endStalled(connection);
      }
    }
  }

  private void endStalled(MetaConnection connection) {
    links.end(
        connection,
        new CloseReason(Kind.OUTPUT_STALLED, "the peer does not read what we send"),
        true);
  }
}
