package io.github.tinc4j.core.forward;

import io.github.tinc4j.api.OwnedSubnet;
import java.util.List;

/** Placeholder. */
public final class ForwardingTable {

  /**
   * Builds a table.
   *
   * @param peers all nodes, by their index; ourselves first
   * @param subnets all subnets in lookup order (spec 30, 7)
   * @param broadcast indexes of the neighbours that broadcasts go to along the spanning tree
   * @param trials indexes of the nodes whose keys are tried on datagrams of unknown source, in
   *     order of the weight of the edges that lead to them, each with the address of that edge
   */
  public ForwardingTable(
      List<PeerPath> peers, List<OwnedSubnet> subnets, int[] broadcast, List<Trial> trials) {}

  /** A candidate for datagrams of unknown source. */
  public record Trial(int peer, java.net.InetAddress edgeAddress) {}
}
