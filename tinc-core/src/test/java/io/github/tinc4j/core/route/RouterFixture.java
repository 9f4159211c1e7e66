package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.core.forward.TestTable;
import org.jspecify.annotations.Nullable;

/**
 * A router in a mesh: {@code us} own 10.0.0.0/16 and fd00::/32, the neighbours {@code a} (index 1)
 * 10.1 and fd00:1, {@code b} (2) 10.2 and fd00:2, and {@code c} (3), behind b, 10.3 and fd00:3.
 */
class RouterFixture {

  static final int US = 0;
  static final int A = 1;
  static final int B = 2;
  static final int C = 3;

  final TestTable mesh = new TestTable();
  final TestTable.Peer a = mesh.add("a");
  final TestTable.Peer b = mesh.add("b");
  final TestTable.Peer c = mesh.add("c").behind(b);
  RecordingSink sink = new RecordingSink();
  RoutingMode mode = RoutingMode.ROUTER;
  ForwardingMode forwarding = ForwardingMode.INTERNAL;
  BroadcastMode broadcast = BroadcastMode.MST;
  boolean tunnelServer;
  boolean directOnly;
  boolean decrementTtl;
  boolean clampMss = true;
  @Nullable DeviceAddress deviceAddress;
  LocalAddress localAddress = destination -> null;
  private final RateLimit answers = new RateLimit(3);

  RouterFixture() {
    mesh.owns(mesh.us(), "10.0.0.0/16").owns(a, "10.1.0.0/16").owns(b, "10.2.0.0/16");
    mesh.owns(c, "10.3.0.0/16");
    mesh.owns(mesh.us(), "fd00:0::/32").owns(a, "fd00:1::/32").owns(b, "fd00:2::/32");
    mesh.owns(c, "fd00:3::/32").broadcast(A, B);
  }

  /** Routes a frame; what became of it is in {@link #sink}. */
  void route(int source, byte[] frame) {
    route(source, frame, 0);
  }

  /** Routes a frame at a time. */
  void route(int source, byte[] frame, long nowNs) {
    sink = new RecordingSink();
    var settings =
        new RouteSettings(
            mode, forwarding, broadcast, tunnelServer, directOnly, decrementTtl, clampMss);
    Router router = Router.of(settings, answers, localAddress, deviceAddress, sink);
    byte[] array = new byte[1700];
    System.arraycopy(frame, 0, array, 18, frame.length);
    router.route(mesh.build(), source, array, 18, frame.length, nowNs);
  }

  /** The frame goes to these nodes in this order, as it is, and nothing else happens. */
  void assertGoes(int source, byte[] frame, int... nodes) {
    route(source, frame);
    assertThat(sink.nodes.stream().mapToInt(i -> i)).containsExactly(box(nodes));
    assertThat(sink.frames).allSatisfy(sent -> assertThat(sent).isEqualTo(frame));
    assertThat(sink.drops).isEmpty();
  }

  void assertDropped(int source, byte[] frame, DropReason reason) {
    route(source, frame);
    assertThat(sink.nodes).isEmpty();
    assertThat(sink.drops).containsExactly(reason);
  }

  /** The frame is dropped, and its source gets this ICMP error with right checksums. */
  void assertRefused(int source, byte[] frame, DropReason reason, int type, int code) {
    nextSecond += 1_000_000_000L;
    route(source, frame, nextSecond);
    assertThat(sink.drops).containsExactly(reason);
    assertThat(sink.nodes).containsExactly(source);
    byte[] error = sink.frames.get(0);
    int icmp = error[12] == 8 ? 34 : 54;
    assertThat(error[icmp]).isEqualTo((byte) type);
    assertThat(error[icmp + 1]).isEqualTo((byte) code);
    assertThat(Packets.checksumsHold(error)).isTrue();
  }

  private long nextSecond;

  private static Integer[] box(int[] nodes) {
    Integer[] boxed = new Integer[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      boxed[i] = nodes[i];
    }
    return boxed;
  }
}
