package io.github.tinc4j.core.route;

import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.core.forward.TestTable;

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
  ForwardingMode forwarding = ForwardingMode.INTERNAL;
  BroadcastMode broadcast = BroadcastMode.MST;
  boolean directOnly;
  boolean decrementTtl;
  boolean clampMss = true;
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
    var settings = new RouteSettings(forwarding, broadcast, directOnly, decrementTtl, clampMss);
    var router = new RouterMode(settings, answers, localAddress, sink);
    byte[] array = new byte[1700];
    System.arraycopy(frame, 0, array, 18, frame.length);
    router.route(mesh.build(), source, array, 18, frame.length, nowNs);
  }
}
