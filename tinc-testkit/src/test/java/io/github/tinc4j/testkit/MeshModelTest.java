package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happened before: once everything works again, all nodes see the same mesh. A failure
 * names its seed, and the operations that it stands for.
 */
class MeshModelTest {

  private static final int OPERATIONS = 40;

  static IntStream seeds() {
    return IntStream.range(0, 12);
  }

  private final List<String> history = new ArrayList<>();

  /** What each running node owns, besides the subnet that it has from the start. */
  private final Map<String, Set<String>> announced = new HashMap<>();

  @ParameterizedTest
  @MethodSource("seeds")
  void afterAnythingTheViewsAgreeOnceEverythingWorksAgain(int seed) {
    var random = new Random(seed);
    String[] names =
        IntStream.range(0, 5 + random.nextInt(4)).mapToObj(i -> "n" + i).toArray(String[]::new);
    var mesh = SimMesh.of(names);
    for (int i = 0; i < names.length; i++) {
      // A chain, so that all hang together, and a few more links in either direction.
      if (i > 0) {
        mesh.link(names[i], names[i - 1]);
      }
      if (random.nextBoolean()) {
        mesh.link(names[i], names[random.nextInt(names.length)]);
      }
      mesh.configure(names[i], config -> config.maxTimeout(Duration.ofSeconds(20)));
    }
    mesh.start();
    for (int i = 0; i < OPERATIONS; i++) {
      operate(mesh, names, random);
    }
    for (String a : names) {
      for (String b : names) {
        mesh.heal(a, b);
      }
    }
    try {
      mesh.settle();
      mesh.until(() -> agree(mesh, names));
      // And so it stays: nothing that is still under way may spoil it.
      mesh.advance(Duration.ofMinutes(3));
      assertThat(agree(mesh, names)).isTrue();
      for (String a : names) {
        for (String b : names) {
          assertThat(a.equals(b) || mesh.ping(a, b)).as("%s pings %s", a, b).isTrue();
        }
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + history + "\n" + mesh.describe(), e);
    }
  }

  private void operate(SimMesh mesh, String[] names, Random random) {
    String name = names[random.nextInt(names.length)];
    String other = names[random.nextInt(names.length)];
    boolean runs = mesh.running().contains(name);
    switch (random.nextInt(8)) {
      case 0 -> {
        history.add("start " + name);
        mesh.start(name);
      }
      case 1 -> {
        if (runs && mesh.running().size() > 2) {
          history.add("stop " + name);
          mesh.stop(name);
          announced.remove(name);
        }
      }
      case 2 -> {
        if (runs && mesh.running().size() > 2) {
          history.add("kill " + name);
          mesh.kill(name);
          announced.remove(name);
        }
      }
      case 3 -> {
        history.add("cut " + name + " " + other);
        mesh.cut(name, other);
      }
      case 4 -> {
        history.add("heal " + name + " " + other);
        mesh.heal(name, other);
      }
      case 5 -> {
        if (runs) {
          String subnet = "10." + (100 + random.nextInt(3)) + ".0.0/16#" + random.nextInt(2);
          history.add("announce " + name + " " + subnet);
          mesh.node(name).announce(Subnet.parse(subnet));
          announced.computeIfAbsent(name, key -> new TreeSet<>()).add(subnet);
        }
      }
      case 6 -> {
        Set<String> owns = announced.getOrDefault(name, Set.of());
        if (runs && !owns.isEmpty()) {
          String subnet = owns.iterator().next();
          history.add("withdraw " + name + " " + subnet);
          mesh.node(name).withdraw(Subnet.parse(subnet));
          owns.remove(subnet);
        }
      }
      default -> {
        if (runs && mesh.running().contains(other) && !name.equals(other)) {
          history.add("packet " + name + " " + other);
          mesh.ping(name, other);
        }
      }
    }
    Duration pause = Duration.ofMillis((long) Math.pow(10, random.nextDouble() * 5));
    history.add(pause.toMillis() + " ms");
    mesh.advance(pause);
  }

  private boolean agree(SimMesh mesh, String[] names) {
    MeshView first = mesh.node(names[0]).view();
    return subnets(first).equals(expectedSubnets(names))
        && first.edges().stream().allMatch(edge -> hasReverse(first, edge.from(), edge.to()))
        && mesh.running().stream().allMatch(name -> agrees(mesh, name, first));
  }

  private static boolean hasReverse(MeshView view, NodeName from, NodeName to) {
    return view.edges().stream().anyMatch(edge -> edge.from().equals(to) && edge.to().equals(from));
  }

  private static boolean agrees(SimMesh mesh, String name, MeshView first) {
    SimNode node = mesh.node(name);
    Set<String> neighbours =
        node.view().connections().stream()
            .map(connection -> connection.peer().value())
            .collect(Collectors.toSet());
    Set<String> edges =
        first.edges().stream()
            .filter(edge -> edge.from().value().equals(name))
            .map(edge -> edge.to().value())
            .collect(Collectors.toSet());
    return node.reachableCount() == mesh.running().size()
        && node.view().edges().equals(first.edges())
        && node.view().subnets().equals(first.subnets())
        && neighbours.equals(edges)
        && node.treeNeighbours().stream()
            .allMatch(neighbour -> mesh.node(neighbour).treeNeighbours().contains(name));
  }

  private static Set<String> subnets(MeshView view) {
    return view.subnets().stream().map(OwnedSubnet::toString).collect(Collectors.toSet());
  }

  private Set<String> expectedSubnets(String[] names) {
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < names.length; i++) {
      expected.add(owned("10.98.0." + (i + 1) + "/32", names[i]));
      for (String subnet : announced.getOrDefault(names[i], Set.of())) {
        expected.add(owned(subnet, names[i]));
      }
    }
    return expected;
  }

  private static String owned(String subnet, String owner) {
    return new OwnedSubnet(Subnet.parse(subnet), NodeName.of(owner)).toString();
  }
}
