package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.AddressText;
import io.github.tinc4j.api.OwnedSubnet;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** The scripts about nodes and subnets, with their variables (spec 40, 7). */
public final class SubnetScripts {

  private final Mesh mesh;
  private final MeshPort port;

  /** Runs scripts through {@code port}. */
  public SubnetScripts(Mesh mesh, MeshPort port) {
    this.mesh = mesh;
    this.port = port;
  }

  /** {@code subnet-up}: a reachable node owns a subnet. */
  void up(NodeEntry owner, OwnedSubnet owned) {
    subnet("subnet-up", owner, owned);
  }

  /** {@code subnet-down}: a reachable node no longer owns a subnet. */
  void down(NodeEntry owner, OwnedSubnet owned) {
    subnet("subnet-down", owner, owned);
  }

  private void subnet(String script, NodeEntry owner, OwnedSubnet owned) {
    Map<String, String> environment = node(owner);
    environment.put("SUBNET", owned.subnet().addressText());
    environment.put("WEIGHT", Integer.toString(owned.subnet().weight()));
    port.runScript(script, environment);
  }

  /**
   * {@code host-up} or {@code host-down}, the node's own script, and those of all its subnets.
   *
   * @param direction {@code up} or {@code down}
   */
  void host(NodeEntry node, String direction) {
    port.runScript("host-" + direction, node(node));
    port.runScript("hosts/" + node.name() + "-" + direction, node(node));
    for (OwnedSubnet owned : mesh.subnets().of(node.name())) {
      subnet("subnet-" + direction, node, owned);
    }
  }

  private Map<String, String> node(NodeEntry node) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("NODE", node.name().value());
    InetSocketAddress address = node.udpAddress();
    if (node != mesh.self() && address != null) {
      environment.put("REMOTEADDRESS", AddressText.of(address.getAddress()));
      environment.put("REMOTEPORT", Integer.toString(address.getPort()));
    }
    return environment;
  }
}
