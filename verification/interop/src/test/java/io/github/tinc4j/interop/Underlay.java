package io.github.tinc4j.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One Ethernet without any other way out: a bridge in a namespace of its own, and hosts, each a
 * namespace, plugged into it. IPv4 {@code 10.99.0.N}, IPv6 {@code fd99::N}, MTU 1500.
 */
final class Underlay implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String prefix =
      "t4j" + ProcessHandle.current().pid() + "x" + COUNT.getAndIncrement();
  private final String bridge = prefix + "-br";
  private final List<Host> hosts = new ArrayList<>();

  Underlay() {
    Command.run("ip netns add", bridge);
    try {
      Command.run("ip -n", bridge, "link add br0 type bridge forward_delay 0");
      Command.run("ip -n", bridge, "link set dev br0 up");
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /** A new host, plugged in and addressed. */
  Host host(String name) {
    Host host = new Host(bridge, prefix + "-" + name, hosts.size() + 1);
    hosts.add(host);
    host.plugIn();
    return host;
  }

  /** Removes all namespaces; processes in them must have ended. */
  @Override
  public void close() {
    hosts.forEach(Host::remove);
    Command.run("ip netns del", bridge);
  }
}
