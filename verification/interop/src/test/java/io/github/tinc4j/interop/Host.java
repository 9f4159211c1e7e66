package io.github.tinc4j.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One host of an {@link Underlay}: a network namespace with one Ethernet interface. */
final class Host {

  private final String bridge;
  private final String namespace;
  private final String port;
  private final int number;

  Host(String bridge, String namespace, int number) {
    this.bridge = bridge;
    this.namespace = namespace;
    this.port = "port" + number;
    this.number = number;
  }

  void plugIn() {
    Command.run("ip netns add", namespace);
    Command.run(
        "ip link add name eth0 netns", namespace, "type veth peer name", port, "netns", bridge);
    Command.run("ip -n", bridge, "link set dev", port, "master br0 up");
    Command.run("ip -n", namespace, "link set dev lo up");
    Command.run("ip -n", namespace, "link set dev eth0 up");
    Command.run("ip -n", namespace, "addr add", ipv4() + "/24", "dev eth0");
    Command.run("ip -n", namespace, "addr add", ipv6() + "/64", "dev eth0 nodad");
  }

  void remove() {
    Command.tryRun(List.of("ip", "netns", "del", namespace));
    try {
      Files.deleteIfExists(files().resolve("hosts"));
      Files.deleteIfExists(files());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where {@code ip netns exec} finds files that stand in for those of {@code /etc}. */
  private Path files() {
    return Path.of("/etc/netns", namespace);
  }

  /** Programs that are started here from now on know an address by this name. */
  void knows(String address, String name) {
    try {
      Files.createDirectories(files());
      Files.writeString(files().resolve("hosts"), address + " " + name + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From 1, in the order in which hosts joined. */
  int number() {
    return number;
  }

  String ipv4() {
    return "10.99.0." + number;
  }

  String ipv6() {
    return "fd99::" + number;
  }

  /**
   * The command line that runs {@code words} on this host, with no signal ignored: a shell that
   * started the build in the background would otherwise have it ignore SIGINT.
   */
  List<String> command(List<String> words) {
    List<String> command =
        new ArrayList<>(List.of("ip", "netns", "exec", namespace, "env", "--default-signal"));
    command.addAll(words);
    return command;
  }

  /** Runs a program on this host that must succeed. */
  String run(String... words) {
    return Command.run("ip netns exec", namespace, String.join(" ", words));
  }

  /**
   * Whether this host hears only those that are not apart themselves. Two hosts apart cannot reach
   * each other directly, but both reach all others.
   */
  void setApart(boolean apart) {
    Command.run(
        "ip -n", bridge, "link set dev", port, "type bridge_slave isolated", apart ? "on" : "off");
  }

  /**
   * Joins this host and another by a cable of their own: {@code lan0} on both, with the addresses
   * {@code 10.98.0.N}, where broadcasts go.
   */
  void joinLocally(Host other) {
    Command.run(
        "ip link add name lan0 netns",
        namespace,
        "type veth peer name lan0 netns",
        other.namespace);
    for (Host end : new Host[] {this, other}) {
      Command.run("ip -n", end.namespace, "link set dev lan0 up");
      Command.run("ip -n", end.namespace, "addr add", end.localIpv4() + "/24", "dev lan0");
      Command.run("ip -n", end.namespace, "route add 255.255.255.255/32 dev lan0");
    }
  }

  /** Its address on the network of {@link #joinLocally}. */
  String localIpv4() {
    return "10.98.0." + number;
  }

  /** How long a packet the cable takes, both ways; this host does not notice. */
  void setCableMtu(int bytes) {
    Command.run("ip -n", bridge, "link set dev", port, "mtu", Integer.toString(bytes));
  }

  /** Pulls or plugs the cable, at the far end: this host does not notice. */
  void setCable(boolean plugged) {
    Command.run("ip -n", bridge, "link set dev", port, plugged ? "master br0" : "nomaster");
  }

  /**
   * Whether port 655 of tcp or udp at an address turns this host away; where nobody does, a
   * datagram is silence.
   */
  boolean isRefused(String protocol, String address) {
    String script =
        "exec 3<>/dev/" + protocol + "/" + address + "/655 && echo hello >&3 && read -t 2 -u 3";
    List<String> command = command(List.of("bash", "-c", script));
    return Command.tryRun(command).output().contains("Connection refused");
  }

  /** Where this host listens for TCP, as {@code ss} tells it. */
  String listening() {
    return run("ss -Hltn");
  }

  /** What has gone through this host's UDP and TCP so far, IPv4 and IPv6 together. */
  NetCounters counters() {
    return NetCounters.parse(run("cat /proc/net/snmp /proc/net/snmp6"));
  }

  /** What this host's kernel has lost or put together so far, to be read; whatever is there. */
  String losses() {
    String script = "nstat -as | grep -E 'Udp|Reasm|Frag|Discard|Drop|Err'; ip -s link show tun0";
    return Command.tryRun(command(List.of("sh", "-c", script))).output();
  }

  /** What has gone through one of this host's interfaces so far. */
  InterfaceCounters counters(String name) {
    String directory = "/sys/class/net/" + name + "/statistics/";
    return InterfaceCounters.parse(
        run(
            "grep -h .",
            directory + "rx_packets",
            directory + "rx_bytes",
            directory + "tx_packets",
            directory + "tx_bytes"));
  }

  @Override
  public String toString() {
    return namespace;
  }
}
