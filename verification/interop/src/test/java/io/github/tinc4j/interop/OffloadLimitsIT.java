package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.testkit.Background;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nodes with {@code Offload = yes} where a device, a link or a route does not do what offload would
 * like: all bytes arrive all the same. No node clamps MSS, so that segments that are too long for
 * the path come in super-packets, too.
 */
@Alone
@InteropTest
class OffloadLimitsIT {

  private static final long BYTES = 8 << 20;
  private static final int DATAGRAMS = 2400;

  /** What is in the way of a node. */
  enum Limit {
    /** Its interface was made by somebody else, without offload. */
    PERSISTENT_DEVICE {
      @Override
      void applyTo(Node node, List<Node> others) {
        node.host().run("ip tuntap add dev tun0 mode tun");
      }
    },
    /** Its network card computes no checksums. */
    NO_CHECKSUMS {
      @Override
      void applyTo(Node node, List<Node> others) {
        node.host().run("ethtool -K eth0 tx off");
      }
    },
    /** Its network card cuts nothing, and joins nothing. */
    NO_SEGMENTATION {
      @Override
      void applyTo(Node node, List<Node> others) {
        node.host().run("ethtool -K eth0 tx-udp-segmentation off gso off gro off");
      }
    },
    /** The routes from and to it take less than their links. */
    NARROW_ROUTE {
      @Override
      void applyTo(Node node, List<Node> others) {
        for (Node other : others) {
          narrow(node.host(), other.host());
          narrow(other.host(), node.host());
        }
      }

      private void narrow(Host from, Host to) {
        from.run("ip route add " + to.ipv4() + "/32 dev eth0 mtu 1400");
      }
    };

    abstract void applyTo(Node node, List<Node> others);
  }

  private static @Nullable Meeting meeting;

  @BeforeAll
  static void start() {
    meeting = new Meeting();
    meeting.mesh.launch();
    meeting.mesh.awaitUdp();
  }

  @AfterAll
  static void end() {
    if (meeting != null) {
      meeting.mesh.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyByteArrives(Limit limit) {
    Meeting here = meeting();
    here.mesh.during(
        () -> {
          Node node = here.limited(limit);
          Transfer.of(here.mesh, node, here.java, false).check(BYTES, DATAGRAMS);
          Transfer.of(here.mesh, here.java, node, true).check(BYTES, DATAGRAMS);
          Transfer.of(here.mesh, node, here.real, true).check(BYTES, DATAGRAMS);
          Transfer.of(here.mesh, here.real, node, false).check(BYTES, DATAGRAMS);
        });
  }

  /** Then datagrams that the kernel cuts are refused as a whole, and it is we who must notice. */
  @Test
  void aRouteMayShrinkWhileAStreamIsOnIt() {
    Meeting here = meeting();
    here.mesh.during(
        () -> {
          Node from = here.limited(Limit.NO_CHECKSUMS);
          Node to = here.java;
          Log log = from.daemon().log();
          long before = from.host().counters("tun0").txBytes();
          CompletableFuture<Void> stream =
              Background.run(() -> here.mesh.at(from).streams(to.vpn4(), 7, 1, 64 * BYTES, 0));
          Poll.until(
              () -> from.host().counters("tun0").txBytes() - before, sent -> sent > BYTES / 8);
          int mark = log.mark();
          from.host().run("ip route add " + to.host().ipv4() + "/32 dev eth0 mtu 1400");
          log.await("PathChanged.node=java, .*maxMtu=1(3\\d\\d|4[0-4]\\d|450),", mark);
          assertThat(stream).isNotDone();
          stream.join();
          log.await("PathChanged.node=java, .*maxMtu=13\\d\\d, fixed=true", mark);
        });
  }

  private static Meeting meeting() {
    if (meeting == null) {
      throw new IllegalStateException("not started");
    }
    return meeting;
  }

  /** A Java node and a tincd without limits, and one Java node with each. */
  private static final class Meeting {
    private final TransferMesh mesh = new TransferMesh();
    private final Node java = mesh.node("java", Kind.API);
    private final Node real = mesh.node("real", Kind.TINCD);
    private final Map<Limit, Node> limited = new EnumMap<>(Limit.class);

    Meeting() {
      for (Limit limit : Limit.values()) {
        Node node = mesh.node(limit.name().toLowerCase(Locale.ROOT), Kind.API);
        limited.put(limit, node);
      }
      List<Node> all = new ArrayList<>(limited.values());
      all.addAll(List.of(java, real));
      for (Node node : all) {
        node.server("ClampMSS", "no");
      }
      limited.forEach(
          (limit, node) ->
              limit.applyTo(node, all.stream().filter(other -> other != node).toList()));
    }

    Node limited(Limit limit) {
      Node node = limited.get(limit);
      if (node == null) {
        throw new IllegalStateException("no node for " + limit);
      }
      return node;
    }
  }

  /** The next program on a persistent interface must not get super-packets without their header. */
  @Test
  void tincdCanHaveAnInterfaceAfterUs(Mesh mesh) {
    Node other = mesh.node("other");
    Node node = mesh.node("node").dials(other);
    node.host().run("ip tuntap add dev tun0 mode tun");
    other.start(Kind.TINCD);
    node.start(Kind.JAR);
    node.awaitPing(other);
    node.daemon().terminate();
    node.start(Kind.TINCD);
    node.awaitPing(other);
    NetCounters before = other.host().counters();
    Traffic.on(other).awaitListening();
    Traffic.on(node).awaitListening().streams(other.vpn4(), 1, 1, BYTES, BYTES);
    assertThat(other.host().counters().since(before).damaged()).isZero();
  }
}
