package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.core.wire.AddEdge;
import io.github.tinc4j.core.wire.AddSubnet;
import io.github.tinc4j.core.wire.DelEdge;
import io.github.tinc4j.core.wire.DelSubnet;
import java.util.random.RandomGenerator;

/**
 * What we say of edges and subnets in our own words: each time with a new nonce, so that nobody
 * takes it for a line that was flooded already (spec 10, 4).
 */
public final class Announcements {

  private final RandomGenerator random;

  /** Draws nonces from {@code random}. */
  public Announcements(RandomGenerator random) {
    this.random = random;
  }

  AddEdge of(Edge edge) {
    return new AddEdge(
        random.nextInt(),
        edge.from().name(),
        edge.to().name(),
        edge.address(),
        edge.options(),
        edge.weight());
  }

  DelEdge endOf(Edge edge) {
    return new DelEdge(random.nextInt(), edge.from().name(), edge.to().name());
  }

  AddSubnet of(OwnedSubnet owned) {
    return new AddSubnet(random.nextInt(), owned.owner(), owned.subnet());
  }

  DelSubnet endOf(OwnedSubnet owned) {
    return new DelSubnet(random.nextInt(), owned.owner(), owned.subnet());
  }
}
