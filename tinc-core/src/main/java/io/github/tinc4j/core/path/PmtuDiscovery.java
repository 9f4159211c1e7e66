package io.github.tinc4j.core.path;

import static io.github.tinc4j.core.mesh.PathProgress.LARGEST;
import static io.github.tinc4j.core.mesh.PathProgress.SLEEPING;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.event.Timer;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.mesh.NodeEntry;
import io.github.tinc4j.core.mesh.PathProgress;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Finds the longest frame that reaches each node by UDP, by probes of growing length, and notices
 * when UDP dies or the path grows (spec 20, 9).
 *
 * <p>The step a node is at: 1 to 29 searching; {@link PathProgress#SLEEPING} settled, or given up
 * for now; 32 asking whether the settled length still arrives; 33 no answer.
 */
public final class PmtuDiscovery {

  /** The shortest probe. */
  static final int SHORTEST = 64;

  /** A probe this much longer than the settled length asks whether the path has grown. */
  static final int GROWTH = 8;

  private static final int GIVE_UP_WITHOUT_ANSWER = 10;
  private static final int SETTLE_AT_LAST = 30;
  private static final int ASKING = 32;
  private static final int HEADER = 14;
  private static final int PROBES_PER_ROUND = 3;

  /** With {@code LocalDiscovery}: in so many rounds the local network hears of a node. */
  private static final int LOCAL_ROUNDS = 10;

  private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(1);

  private final Mesh mesh;
  private final TimerTable timers;
  private final PathPort port;
  private final RandomGenerator random;
  private final long pingIntervalNs;
  private final long pingTimeoutNs;
  private final boolean localDiscovery;

  /** Discovers for the nodes of {@code mesh}. */
  public PmtuDiscovery(
      Mesh mesh, TimerTable timers, PathPort port, RandomGenerator random, NodeConfig config) {
    this.mesh = mesh;
    this.timers = timers;
    this.port = port;
    this.random = random;
    this.pingIntervalNs = config.pingInterval().toNanos();
    this.pingTimeoutNs = config.pingTimeout().toNanos();
    this.localDiscovery = config.localDiscovery();
  }

  /** We hold a key for {@code node}: discovery begins unless it is under way. */
  public void keyed(NodeEntry node) {
    if (node.options().pmtuDiscovery() && !timers.isArmed(Timer.MTU_PROBE, subject(node))) {
      step(node);
    }
  }

  /** {@code node} became reachable or unreachable: what was found is void. */
  public void forget(NodeEntry node) {
    timers.disarm(Timer.MTU_PROBE, subject(node));
  }

  /** The timer of the node {@code subject} has run out. */
  public void timerFired(String subject) {
    NodeEntry node = mesh.node(NodeName.of(subject));
    if (node != null) {
      step(node);
    }
  }

  // spec 20, 9.2, in its order.
  private void step(NodeEntry node) {
    PathProgress path = node.path();
    int probes = path.probes() + 1;
    if (!node.isReachable() || node.sealing() == null) {
      path.setProbes(0);
      return;
    }
    if (probes > ASKING && path.minMtu() == 0) {
      path.setProbes(SLEEPING);
      arm(node, pingIntervalNs);
      return;
    }
    if (probes > ASKING && (path.asked() + 1) * ROUND_NS < pingTimeoutNs) {
      // tincd asks once. But on a path that is just full, one burst is easily lost as a whole, and
      // all packets would go by TCP until the MTU is found again.
      path.setAsked(path.asked() + 1);
      probes = ASKING;
    } else if (probes > ASKING) {
      probes = 1;
      path.setMinMtu(0);
      path.setMaxMtu(LARGEST);
      changed(node);
    }
    if (probes >= GIVE_UP_WITHOUT_ANSWER && probes < ASKING && path.minMtu() == 0) {
      probes = SLEEPING;
    }
    if (probes == SETTLE_AT_LAST || (probes < SETTLE_AT_LAST && path.minMtu() >= path.maxMtu())) {
      int settled = Math.min(path.minMtu(), path.maxMtu());
      path.setMinMtu(settled);
      path.setMaxMtu(settled);
      path.setMtu(settled);
      probes = SLEEPING;
      path.setProbes(probes);
      changed(node);
    }
    path.setProbes(probes);
    if (probes == SLEEPING) {
      path.setAsked(0);
      arm(node, pingIntervalNs);
      return;
    }
    sendRound(node, probes);
    boolean again = probes != ASKING || path.minMtu() > 0;
    arm(node, again ? ROUND_NS : pingTimeoutNs);
  }

  private void sendRound(NodeEntry node, int probes) {
    PathProgress path = node.path();
    if (probes >= SETTLE_AT_LAST && path.maxMtu() + GROWTH < LARGEST) {
      port.sendProbe(node, probe(path.maxMtu() + GROWTH));
    }
    for (int i = 0; i < PROBES_PER_ROUND; i++) {
      port.sendProbe(node, probe(nextLength(path)));
    }
    if (localDiscovery) {
      sendLocally(node, probes);
    }
  }

  /** Spec 20, 9.5: who is on our network hears us there, answers there, and is known there. */
  private void sendLocally(NodeEntry node, int probes) {
    byte[] frame = probe(nextLength(node.path()));
    if (probes > LOCAL_ROUNDS) {
      port.sendProbe(node, frame);
    } else if (node.edgePort() >= 0) {
      port.sendLocalProbe(node, frame, node.edgePort(), probes);
    }
  }

  private int nextLength(PathProgress path) {
    return path.maxMtu() <= path.minMtu()
        ? path.maxMtu()
        : random.nextInt(path.minMtu() + 1, path.maxMtu() + 1);
  }

  /** Random bytes after a header of zeros: EtherType 0 marks a probe, byte 0 a request. */
  private byte[] probe(int length) {
    byte[] noise = new byte[Math.max(length, SHORTEST) - HEADER];
    random.nextBytes(noise);
    byte[] frame = new byte[HEADER + noise.length];
    System.arraycopy(noise, 0, frame, HEADER, noise.length);
    return frame;
  }

  /** {@code node} answered a probe of {@code length} (spec 20, 9.3). */
  public void answered(NodeEntry node, int length) {
    PathProgress path = node.path();
    if (!node.isReachable()) {
      return;
    }
    if (path.probes() > SETTLE_AT_LAST) {
      if (length == path.maxMtu() + GROWTH) {
        path.setMaxMtu(LARGEST);
        path.setProbes(GIVE_UP_WITHOUT_ANSWER);
        changed(node);
        return;
      }
      path.setProbes(path.minMtu() != 0 ? SETTLE_AT_LAST : 1);
    }
    int proven = Math.min(length, path.maxMtu());
    if (proven > path.minMtu()) {
      path.setMinMtu(proven);
      changed(node);
    }
  }

  /** The system refused a datagram with a frame of {@code length} as too long for the path. */
  public void tooLong(NodeEntry node, int length) {
    PathProgress path = node.path();
    if (length <= 0 || (path.maxMtu() < length && path.mtu() < length)) {
      return;
    }
    path.setMaxMtu(Math.min(path.maxMtu(), length - 1));
    path.setMtu(Math.min(path.mtu(), length - 1));
    boolean shrunk = length <= path.minMtu();
    if (shrunk) {
      path.setMinMtu(0);
    }
    changed(node);
    if (shrunk && node.options().pmtuDiscovery()) {
      // tincd lowers the limit byte by byte, a refused packet each. We search again at once; what
      // is
      // longer than what is proven until then goes by TCP.
      path.setProbes(0);
      step(node);
    }
  }

  private void changed(NodeEntry node) {
    mesh.touch();
    port.pathChanged(node);
  }

  private void arm(NodeEntry node, long delayNs) {
    timers.arm(Timer.MTU_PROBE, subject(node), mesh.nowNs() + delayNs);
  }

  private static String subject(NodeEntry node) {
    return node.name().value();
  }
}
