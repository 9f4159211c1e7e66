package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That every byte which goes through the VPN arrives as it was sent: checked streams and numbered
 * datagrams between programs behind two Java nodes, and behind a Java node and a tincd.
 *
 * <p>In each way of moving packets a mesh of two Java nodes and a tincd; in each mesh three pairs,
 * by IPv4 and IPv6. Each of these carries {@value #MIB} MiB and {@value #COUNT} datagrams, a
 * quarter in switch mode; {@code -Dinterop.transfer.mib=1024 -Dinterop.transfer.datagrams=1000000}
 * makes it more.
 */
@Alone
@InteropTest
@Timeout(
    value = 60,
    unit = TimeUnit.MINUTES) // all waits are bounded; these bounds grow with volume
class TransferIT {

  private static final int MIB = 30;
  private static final int COUNT = 28_000;

  private static final long BYTES = Long.getLong("interop.transfer.mib", MIB) << 20;
  private static final int DATAGRAMS = Integer.getInteger("interop.transfer.datagrams", COUNT);

  /** The longest packet that the interfaces take. */
  private static final long ETHERNET = 1500;

  private static final Map<Way, Trio> MESHES = new EnumMap<>(Way.class);
  private static @Nullable Star star;

  /** How our nodes move packets. */
  enum Way {
    OFFLOAD("Offload", "yes"),
    ONE_BY_ONE("Offload", "no"),
    PORTABLE("PortableUDP", "yes"),
    /** With offload, too: frames, of a tap. */
    SWITCHED("Mode", "switch");

    private final String variable;
    private final String value;

    Way(String variable, String value) {
      this.variable = variable;
      this.value = value;
    }

    /** What of the whole volume is enough: frames are cut and joined by what does packets. */
    int part() {
      return this == SWITCHED ? 4 : 1;
    }

    @Override
    public String toString() {
      return variable + " = " + value;
    }
  }

  /** Who sends to whom; streams and acknowledgements go back all the same. */
  enum Pair {
    JAVA_TO_JAVA,
    JAVA_TO_TINCD,
    TINCD_TO_JAVA
  }

  @BeforeAll
  static void startAll() {
    // Together, because discovering the MTU takes each of them about 10 s.
    for (Way way : Way.values()) {
      MESHES.put(way, new Trio(way));
    }
    Star around = new Star();
    star = around;
    meshes().forEach(TransferMesh::launch);
    meshes().forEach(TransferMesh::awaitUdp);
    // tincd cuts to fit the way straight to the receiver, which is shut: by TCP, and with losses.
    around.real.host().run("ip link set dev tun0 mtu 1400");
  }

  private static Stream<TransferMesh> meshes() {
    Stream<TransferMesh> trios = MESHES.values().stream().map(trio -> trio.mesh);
    return Stream.concat(trios, Stream.ofNullable(star).map(each -> each.mesh));
  }

  @AfterAll
  static void endAll() {
    meshes().forEach(TransferMesh::close);
    MESHES.clear();
    star = null;
  }

  static Stream<Arguments> everyPairEveryWay() {
    List<Arguments> all = new ArrayList<>();
    for (Way way : Way.values()) {
      for (Pair pair : Pair.values()) {
        all.add(Arguments.of(way, pair, false));
        all.add(Arguments.of(way, pair, true));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, over IPv6: {2}")
  @MethodSource("everyPairEveryWay")
  void everyByteArrivesAsItWasSent(Way way, Pair pair, boolean ipv6) {
    Trio trio = trio(way);
    trio.mesh.during(
        () -> trio.transfer(pair, ipv6).check(BYTES / way.part(), DATAGRAMS / way.part()));
  }

  @ParameterizedTest(name = "{0}, over IPv6: {1}")
  @CsvSource({"JAVA_TO_JAVA, false", "JAVA_TO_TINCD, true", "TINCD_TO_JAVA, false"})
  void everyByteArrivesThroughAJavaNodeBetweenThem(Pair pair, boolean ipv6) {
    Star here = star;
    assertThat(here).isNotNull();
    here.mesh.during(
        () -> {
          NodeCounters before = NodeCounters.ask(here.relay);
          here.transfer(pair, ipv6).check(BYTES / 4, DATAGRAMS / 8);
          NodeCounters relayed = NodeCounters.ask(here.relay).since(before);
          assertThat(relayed.flow("udpReceived"))
              .as("%s", relayed)
              .isGreaterThan(BYTES / 4 / ETHERNET);
          assertThat(relayed.flow("toDevice")).isLessThan(100);
        });
  }

  /** Otherwise the other test would prove nothing. */
  @ParameterizedTest
  @EnumSource
  void packetsAreJoinedWithOffloadAndOnlyThen(Way way) {
    Trio trio = trio(way);
    trio.mesh.during(
        () -> {
          InterfaceCounters sender = trio.java.host().counters("tun0");
          InterfaceCounters receiver = trio.other.host().counters("tun0");
          trio.mesh.at(trio.java).streams(trio.other.vpn4(), 6, 1, BYTES / 2, 0);
          long sent = trio.java.host().counters("tun0").since(sender).meanOut();
          long received = trio.other.host().counters("tun0").since(receiver).meanIn();
          if (way == Way.ONE_BY_ONE) {
            assertThat(sent).isLessThanOrEqualTo(ETHERNET);
            assertThat(received).isLessThanOrEqualTo(ETHERNET);
          } else {
            assertThat(sent).isGreaterThan(2 * ETHERNET);
          }
          if (way == Way.OFFLOAD || way == Way.SWITCHED) {
            assertThat(received).isGreaterThan(2 * ETHERNET);
          }
        });
  }

  private static Trio trio(Way way) {
    Trio trio = MESHES.get(way);
    assertThat(trio).isNotNull();
    return trio;
  }

  /** Two Java nodes that move packets in one way, and a tincd. */
  private static final class Trio {
    private final TransferMesh mesh = new TransferMesh();
    private final Node java;
    private final Node other;
    private final Node real;

    Trio(Way way) {
      java = mesh.node("java", Kind.API).server(way.variable, way.value);
      other = mesh.node("other", Kind.API).server(way.variable, way.value);
      real = mesh.node("real", Kind.TINCD);
      if (way == Way.SWITCHED) {
        real.server(way.variable, way.value);
      }
    }

    Transfer transfer(Pair pair, boolean ipv6) {
      return switch (pair) {
        case JAVA_TO_JAVA -> Transfer.of(mesh, java, other, ipv6);
        case JAVA_TO_TINCD -> Transfer.of(mesh, java, real, ipv6);
        case TINCD_TO_JAVA -> Transfer.of(mesh, real, other, ipv6);
      };
    }
  }

  /** Two Java nodes and a tincd that reach only the Java node between them. */
  private static final class Star {
    private final TransferMesh mesh = new TransferMesh();
    private final Node relay = mesh.node("relay", Kind.API);
    private final Node java = mesh.node("java", Kind.API, List.of(relay));
    private final Node other = mesh.node("other", Kind.API, List.of(relay));
    private final Node real = mesh.node("real", Kind.TINCD, List.of(relay));

    Star() {
      Stream.of(java, other, real).forEach(node -> node.host().setApart(true));
    }

    Transfer transfer(Pair pair, boolean ipv6) {
      return switch (pair) {
        case JAVA_TO_JAVA -> Transfer.of(mesh, java, other, ipv6);
        case JAVA_TO_TINCD -> Transfer.of(mesh, java, real, ipv6);
        case TINCD_TO_JAVA -> Transfer.of(mesh, real, other, ipv6);
      };
    }
  }
}
