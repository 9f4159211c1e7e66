package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Many meshes of two nodes at once, each on a port of its own: tincds on one host, their partners
 * on another. Pair N has the VPN addresses {@code 10.99.(128+N).1} and {@code .2}.
 */
final class PairFarm implements AutoCloseable {

  /** As many pairs as there are addresses for. */
  static final int MAX_PAIRS = 64;

  /** For all our nodes together. */
  private static final int HEAP_MIB = 512;

  private static final Duration PING_PAUSE = Duration.ofMillis(2);

  private static final int SHORTEST_PING = 100;

  /** More than a ping has with its headers; the first probe that is answered may be shorter. */
  private static final int LONGER_THAN_PINGS = 200;

  private static final String CANNOT_USE_KEY = "Error during initialisation of key";

  private final Path directory;
  private final Underlay underlay = new Underlay();
  private final Host realHost;
  private final Host partnerHost;
  private final List<Daemon> reals = new ArrayList<>();
  private final List<Daemon> partners = new ArrayList<>();
  private final boolean java;

  /**
   * A pair to be.
   *
   * @param real what the tincd dictates
   * @param partner what its partner dictates
   */
  record Pair(Suite real, Suite partner) {
    @Override
    public String toString() {
      return "to us " + partner + ", to tincd " + real;
    }
  }

  private PairFarm(boolean java) {
    this.java = java;
    this.realHost = underlay.host("real");
    this.partnerHost = underlay.host("partner");
    try {
      this.directory = Files.createTempDirectory("interop-pairs");
    } catch (IOException e) {
      underlay.close();
      throw new UncheckedIOException(e);
    }
  }

  /** Starts all pairs; the partners are our nodes, in one program. */
  static PairFarm withJava(List<Pair> pairs) {
    return new PairFarm(true).started(pairs);
  }

  /** Starts all pairs; the partners are tincds. */
  static PairFarm withTincd(List<Pair> pairs) {
    return new PairFarm(false).started(pairs);
  }

  private PairFarm started(List<Pair> pairs) {
    try {
      start(pairs);
      return this;
    } catch (AssertionError | IllegalStateException e) {
      String logs = partners.isEmpty() ? "" : "\n" + partners.get(0).log().tail(60);
      close();
      throw new AssertionError(e.getMessage() + logs, e);
    }
  }

  private void start(List<Pair> pairs) {
    List<String> partnerDirectories = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      TincDirectory real = directory("real" + i, realHost, i, 1, pairs.get(i).real());
      TincDirectory partner = directory("partner" + i, partnerHost, i, 2, pairs.get(i).partner());
      partner.server("ConnectTo", "real" + i);
      if (java && !pairs.get(i).partner().hasMac()) {
        // A probe that overtakes our key makes tincd ask for another. What is in flight under the
        // first is noise under the second, and without a MAC noise may pass for the far future
        // (spec 20, 5). The next key mends that, as it does between two tincds.
        partner.server("KeyExpire", "3");
      }
      real.write(List.of(real, partner));
      partner.write(List.of(real, partner));
      reals.add(Daemon.start("real" + i, realHost, Kind.TINCD.command(real.path())));
      partnerDirectories.add(partner.path().toString());
    }
    reals.forEach(daemon -> daemon.await(Kind.TINCD.ready));
    if (java) {
      partnerDirectories.add(0, ApiNode.ECHO);
      Daemon program =
          Daemon.start(
              "partners",
              partnerHost,
              Kind.api(HEAP_MIB, partnerDirectories.toArray(String[]::new)));
      partners.add(program);
      program.await(Kind.API.ready);
    } else {
      for (String path : partnerDirectories) {
        partners.add(Daemon.start("partner", partnerHost, Kind.TINCD.command(Path.of(path))));
      }
    }
  }

  private TincDirectory directory(String name, Host host, int pair, int side, Suite suite) {
    var made = new TincDirectory(directory.resolve(name), name, RsaKeys.get(side - 1));
    made.server("Interface", "tun" + pair);
    suite.writeTo(made);
    made.host("Address", host.ipv4());
    made.host("Port", Integer.toString(10_000 + pair));
    made.host("Subnet", vpn(pair, side));
    made.script(
        "tinc-up",
        "ip addr add " + vpn(pair, side) + "/24 dev $INTERFACE",
        "ip link set dev $INTERFACE mtu 1500 up");
    return made;
  }

  private static String vpn(int pair, int side) {
    return "10.99." + (128 + pair) + "." + side;
  }

  /**
   * Whether the tincd of pair {@code pair} sends pings to its partner by UDP: it has seen that
   * work, or says that it cannot use its partner's key.
   */
  boolean reachesUdp(int pair) {
    Log log = reals.get(pair).log();
    return Poll.until(
            () ->
                dump(pair).filter(node -> node.takesByUdp(LONGER_THAN_PINGS)).isPresent()
                    ? Optional.of(true)
                    : log.contains(CANNOT_USE_KEY) ? Optional.of(false) : Optional.<Boolean>empty(),
            Optional::isPresent)
        .orElseThrow();
  }

  private Optional<NodeDump> dump(int pair) {
    return NodeDump.ask(reals.get(pair), "partner" + pair);
  }

  /** Holds pair {@code pair}, with one of our nodes, to pings by UDP that all come back. */
  void check(int pair) {
    try {
      assertThat(reachesUdp(pair)).as("tincd has seen UDP to us work").isTrue();
      String udpWorks = "^partner" + pair + " PathChanged.*minMtu=([2-9]\\d\\d|\\d{4})";
      partners.get(0).log().await(udpWorks, 0);
      TcpFlow before = tcpFlow(pair);
      Ping ping = pingUnderOneKey(pair);
      TcpFlow after = tcpFlow(pair);
      assertThat(ping.lost()).as("pings lost").isZero();
      assertThat(after).as("packets through TCP").isEqualTo(before);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + logs(pair), e);
    }
  }

  /** Again where the partner's key changed meanwhile: what was under way is lost then. */
  private Ping pingUnderOneKey(int pair) {
    Log log = reals.get(pair).log();
    int payload = SHORTEST_PING + pair % 16; // another length modulo the block size for each pair
    Ping ping;
    boolean changed;
    int tries = 0;
    do {
      int mark = log.mark();
      ping = Ping.every(PING_PAUSE, realHost, vpn(pair, 2), 4, "-s", Integer.toString(payload));
      if (ping.lost() > 0) {
        // Ends behind all that was written until now.
        List<String> unused = reals.get(pair).dump();
      }
      changed = log.since(mark).stream().anyMatch(line -> line.contains("Got ANS_KEY from"));
      tries++;
    } while (ping.lost() > 0 && changed && tries < 5);
    return ping;
  }

  private TcpFlow tcpFlow(int pair) {
    return TcpFlow.ask(partners.get(0), "partner" + pair);
  }

  private String logs(int pair) {
    return "---- tincd\n"
        + reals.get(pair).log().tail(60)
        + "\n---- partner\n"
        + partners.get(java ? 0 : pair).log().tail("partner" + pair + " ", 60);
  }

  @Override
  public void close() {
    reals.forEach(Daemon::close);
    partners.forEach(Daemon::close);
    underlay.close();
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
