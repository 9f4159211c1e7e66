package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.connect.Outgoings;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.mesh.OwnSubnets;
import io.github.tinc4j.core.mesh.PreloadedSubnets;
import io.github.tinc4j.core.mesh.SubnetOrder;
import io.github.tinc4j.core.mesh.Trust;
import io.github.tinc4j.core.meta.Identities;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What settings say of other nodes and of our subnets, made true: at the start, and when new ones
 * come to a running node (spec 40, 8, HUP). Owned by the control thread.
 */
final class Reload {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private final Mesh mesh;
  private final Identities identities;
  private final OwnSubnets ownSubnets;
  private final PreloadedSubnets preloaded;
  private final Links links;
  private final Outgoings outgoings;
  private final GraphDumps graphDumps;

  Reload(
      Mesh mesh,
      Identities identities,
      OwnSubnets ownSubnets,
      PreloadedSubnets preloaded,
      Links links,
      Outgoings outgoings,
      GraphDumps graphDumps) {
    this.mesh = mesh;
    this.identities = identities;
    this.ownSubnets = ownSubnets;
    this.preloaded = preloaded;
    this.links = links;
    this.outgoings = outgoings;
    this.graphDumps = graphDumps;
  }

  /**
   * Takes the nodes and subnets that our host files are believed about, by name; a file with a
   * fault counts as empty.
   *
   * @throws ConfigurationException when the hosts cannot be listed
   */
  void begin(NodeConfig config) throws ConfigurationException {
    if (Trust.of(config).learnsSubnets()) {
      return;
    }
    for (NodeName name : new TreeSet<>(config.hosts().names())) {
      HostConfig host = name.equals(config.name()) ? null : identities.host(name);
      if (host != null) {
        preloaded.add(name, host.subnets());
      }
    }
  }

  /** Passes from one set of settings to the next, which the links use already. */
  void apply(NodeConfig before, NodeConfig next) {
    outgoings.letGo();
    before.connectTo().stream()
        .filter(name -> !next.connectTo().contains(name))
        .forEach(outgoings::remove);
    links.endOutdated();
    if (!Trust.of(next).learnsSubnets()) {
      replaceSubnetsOfOthers(next);
    }
    replaceOurSubnets(before.subnets(), next.subnets());
    outgoings.beginAll();
    next.connectTo().forEach(outgoings::add);
    graphDumps.to(next.graphDumpFile());
  }

  /** Hosts that cannot be listed leave all as it is. */
  private void replaceSubnetsOfOthers(NodeConfig config) {
    Set<NodeName> names = new TreeSet<>();
    try {
      names.addAll(config.hosts().names());
    } catch (ConfigurationException e) {
      LOG.log(System.Logger.Level.WARNING, "the subnets of other nodes stay as they are", e);
      return;
    }
    mesh.nodes().forEach(node -> names.add(node.name()));
    names.remove(config.name());
    for (NodeName name : names) {
      HostConfig host = identities.host(name);
      preloaded.replace(name, host == null ? List.of() : host.subnets());
    }
  }

  /** The old ones go first: a script that removes a route must not run after one that adds it. */
  private void replaceOurSubnets(List<Subnet> before, List<Subnet> after) {
    without(before, after).forEach(ownSubnets::withdraw);
    without(after, before).forEach(ownSubnets::announce);
  }

  /** In the order in which scripts run. */
  private static List<Subnet> without(List<Subnet> some, List<Subnet> others) {
    return some.stream()
        .filter(subnet -> !others.contains(subnet))
        .distinct()
        .sorted(SubnetOrder.LOOKUP)
        .toList();
  }
}
