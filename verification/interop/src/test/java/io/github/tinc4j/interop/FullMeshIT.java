package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Five nodes of all kinds, which do not all dial each other. */
@InteropTest
class FullMeshIT {

  @Test
  void everyNodePingsEveryOther(Mesh mesh) {
    Node a = mesh.node("a");
    Node b = mesh.node("b");
    Node c = mesh.node("c");
    Node d = mesh.node("d");
    Node e = mesh.node("e");
    a.dials(b);
    b.dials(c);
    c.dials(d);
    d.dials(e, a);
    e.dials(b);
    List<Node> nodes = List.of(a, b, c, d, e);
    List<Kind> kinds = List.of(Kind.TINCD, Kind.JAR, Kind.TINCD, Kind.API, Kind.JAR);
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).launch(kinds.get(i));
    }
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).daemon().await(kinds.get(i).ready);
    }
    for (Node from : nodes) {
      nodes.stream().filter(to -> to != from).forEach(from::awaitPing);
    }
    for (Node from : nodes) {
      for (Node to : nodes) {
        if (to != from) {
          assertThat(Ping.send(from.host(), to.vpn4(), 5).lost()).as("%s to %s", from, to).isZero();
          assertThat(Ping.send(from.host(), to.vpn6(), 5).lost()).as("%s to %s", from, to).isZero();
        }
      }
    }
  }
}
