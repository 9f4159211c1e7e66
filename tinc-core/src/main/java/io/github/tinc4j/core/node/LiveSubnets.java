package io.github.tinc4j.core.node;

import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.SubnetTable;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The subnets of a running node. */
final class LiveSubnets implements SubnetTable {

  private final Published published;
  private final Commands commands;

  LiveSubnets(Published published, Commands commands) {
    this.published = published;
    this.commands = commands;
  }

  @Override
  public Optional<OwnedSubnet> lookup(InetAddress address) {
    MeshView view = published.view();
    Set<NodeName> reachable =
        view.nodes().stream()
            .filter(NodeInfo::reachable)
            .map(NodeInfo::name)
            .collect(Collectors.toSet());
    OwnedSubnet last = null;
    // The view is in lookup order already (spec 30, 7).
    for (OwnedSubnet owned : view.subnets()) {
      if (owned.subnet().contains(address)) {
        last = owned;
        if (reachable.contains(owned.owner())) {
          return Optional.of(owned);
        }
      }
    }
    return Optional.ofNullable(last);
  }

  @Override
  public List<OwnedSubnet> all() {
    return published.view().subnets();
  }

  @Override
  public List<Subnet> of(NodeName owner) {
    return all().stream()
        .filter(owned -> owned.owner().equals(owner))
        .map(OwnedSubnet::subnet)
        .toList();
  }

  @Override
  public boolean announce(Subnet subnet) {
    if (!subnet.isCanonical()) {
      throw new IllegalArgumentException("bits beyond the prefix are set: " + subnet);
    }
    return commands.call((engine, nowNs) -> engine.announce(subnet, nowNs));
  }

  @Override
  public boolean withdraw(Subnet subnet) {
    return commands.call((engine, nowNs) -> engine.withdraw(subnet, nowNs));
  }
}
