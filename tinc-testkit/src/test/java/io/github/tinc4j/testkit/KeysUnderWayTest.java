package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While a mesh comes up, the way from node to node changes and keys are asked for and given more
 * than once: a key may come by a relay after one that was made later and came straight. Whatever
 * overtakes what, in the end the two of each pair must hold the same keys.
 */
class KeysUnderWayTest {

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");

  private final List<String[]> pairs = new ArrayList<>();
  private int lastSequence;

  KeysUnderWayTest() {
    for (String from : NAMES) {
      NAMES.stream().filter(to -> !to.equals(from)).forEach(to -> pairs.add(pair(from, to)));
    }
  }

  private static String[] pair(String from, String to) {
    return new String[] {from, to};
  }

  static Stream<Integer> seeds() {
    return IntStream.range(0, 60).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyPairTalksByUdpInTheEnd(int seed) {
    var random = new Random(seed);
    var mesh = SimMesh.of(NAMES.toArray(String[]::new));
    for (int i = 0; i < NAMES.size(); i++) {
      for (int j = 0; j < i; j++) {
        mesh.link(NAMES.get(i), NAMES.get(j));
      }
    }
    mesh.delay(Duration.ofMillis(10 + random.nextInt(800)), seed);
    startInAnyOrder(mesh, random);
    for (int i = 0; i < 40; i++) {
      send(mesh, pairs.get(random.nextInt(pairs.size())));
      mesh.advance(Duration.ofMillis(random.nextInt(300)));
    }
    mesh.settle().delay(Duration.ofMillis(5), seed);
    for (int i = 0; i < 4; i++) {
      pairs.forEach(pair -> send(mesh, pair));
      mesh.advance(Duration.ofSeconds(10));
    }
    for (String[] pair : pairs) {
      assertThat(mesh.node(pair[0]).info(pair[1]).path().minMtu())
          .as("%s to %s in %s", pair[0], pair[1], mesh.describe())
          .isGreaterThan(1000);
      assertThat(mesh.ping(pair[0], pair[1])).as("%s to %s", pair[0], pair[1]).isTrue();
    }
  }

  private static void startInAnyOrder(SimMesh mesh, Random random) {
    List<String> order = new ArrayList<>(NAMES);
    Collections.shuffle(order, random);
    for (String name : order) {
      mesh.start(name).advance(Duration.ofMillis(random.nextInt(700)));
    }
  }

  private void send(SimMesh mesh, String[] pair) {
    SimNode from = mesh.node(pair[0]);
    var to = mesh.node(pair[1]).innerAddress();
    from.sendPacket(
        Packets.icmpEcho4(from.innerAddress(), to, 1, ++lastSequence & 0xffff, new byte[56]));
  }
}
