package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeshTest {

  @Test
  void nodesThatShareANeighbourFindEachOther() {
    var mesh = SimMesh.of("a", "b", "c").link("a", "b").link("c", "b").settle();
    assertThat(mesh.node("a").nexthop("c")).isEqualTo("b");
    assertThat(mesh.node("c").nexthop("a")).isEqualTo("b");
  }
}
