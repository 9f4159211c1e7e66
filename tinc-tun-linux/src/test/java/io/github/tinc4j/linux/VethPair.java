package io.github.tinc4j.linux;

import org.jspecify.annotations.NullMarked;

/**
 * Two network namespaces with a cable between their interfaces {@code eth0}. The kernel sends
 * nothing there by itself.
 */
@NullMarked
final class VethPair {

  final NetworkNamespace here = new NetworkNamespace();
  final NetworkNamespace there = new NetworkNamespace();

  VethPair() throws Exception {
    for (NetworkNamespace each : new NetworkNamespace[] {here, there}) {
      each.must("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
    }
    here.must("ip", "link", "add", "eth0", "type", "veth", "peer", "eth0", "netns", there.name());
  }

  /** Sets both ends up. */
  void setUp() throws Exception {
    here.must("ip", "link", "set", "eth0", "up");
    there.must("ip", "link", "set", "eth0", "up");
    here.awaitUp("eth0");
    there.awaitUp("eth0");
  }

  /** Removes both, and the cable. */
  void remove() throws Exception {
    here.remove();
    there.remove();
  }
}
