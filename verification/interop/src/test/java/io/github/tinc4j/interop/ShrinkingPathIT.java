package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.testkit.Background;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way between two nodes takes less than it did, while a stream is on it. */
@InteropTest
class ShrinkingPathIT {

  private static final int UNDERLAY_MTU = 1280;

  /**
   * The largest frame with default ciphers over {@value #UNDERLAY_MTU} bytes of IPv4 (spec 20, 2).
   */
  private static final int MTU = 1243;

  private static final long BYTES = 256 << 20;

  /** How the way shrinks. */
  enum Shrinking {
    /** The kernels at its ends know, and refuse what is too long. */
    KNOWN {
      @Override
      void between(Node a, Node b) {
        narrow(a.host(), b.host());
        narrow(b.host(), a.host());
      }

      private void narrow(Host from, Host to) {
        from.run("ip route add " + to.ipv4() + "/32 dev eth0 mtu " + UNDERLAY_MTU);
      }
    },
    /** What is too long is lost, and nobody is told. */
    SILENT {
      @Override
      void between(Node a, Node b) {
        b.host().setCableMtu(UNDERLAY_MTU);
      }
    };

    abstract void between(Node a, Node b);
  }

  @ParameterizedTest(name = "{2}, from {0} to {1}")
  @CsvSource({
    "API, TINCD, KNOWN",
    "TINCD, API, KNOWN",
    "API, TINCD, SILENT",
    "TINCD, API, SILENT",
  })
  void everyByteArrivesAndTheNewMtuIsFound(Kind left, Kind right, Shrinking shrinking, Mesh mesh) {
    Node a = mesh.node("a").atFullSpeed();
    Node b = mesh.node("b").atFullSpeed().dials(a);
    for (Node node : List.of(a, b)) {
      node.directory().serverInstead("PingInterval", "6");
      node.directory().serverInstead("PingTimeout", "5");
      // As everywhere where packets get lost in silence: TCP itself finds what the path takes.
      node.host().run("sysctl -q -w net.ipv4.tcp_mtu_probing=1");
      // A cable takes only what fits it, not what is to be cut later.
      node.host().run("ethtool -K eth0 tso off gso off tx-udp-segmentation off");
    }
    a.start(left);
    b.start(right);
    Traffic.on(b).awaitListening();
    Traffic sender = Traffic.on(a).awaitListening();
    a.awaitPing(b);
    a.awaitSettledPathsWith(b);

    int mark = a.daemon().log().mark();
    long before = a.host().counters("tun0").txBytes();
    CompletableFuture<Void> stream =
        Background.run(() -> sender.streams(b.vpn4(), 11, 1, BYTES, 0));
    Poll.until(() -> a.host().counters("tun0").txBytes() - before, sent -> sent > BYTES / 128);
    shrinking.between(a, b);
    assertThat(stream).as("there was too little to send").isNotDone();
    stream.join();
    awaitNarrowPath(a, b, mark);
  }

  private static void awaitNarrowPath(Node node, Node other, int mark) {
    if (node.kind() == Kind.TINCD) {
      Poll.until(
          () -> node.dump(other), dump -> dump.filter(path -> path.mtu() <= MTU).isPresent());
    } else {
      String narrow = "PathChanged\\[node=" + other.name() + ", .*maxMtu=1[0-2]\\d\\d, fixed=true";
      node.daemon().log().await(narrow, mark);
    }
  }
}
