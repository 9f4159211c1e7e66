package io.github.tinc4j.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.wire.DelSubnet;
import io.github.tinc4j.core.wire.MetaMessage;
import io.github.tinc4j.core.wire.Request;
import io.github.tinc4j.core.wire.WireAddress;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.ArgumentCaptor;

/** Who hears of whom, by how far neighbours are trusted (spec 10, 4 and 5.7; spec 30, 3). */
class FloodingTest {

  private static final NodeName ME = NodeName.of("me");
  private static final NodeName A = NodeName.of("a");
  private static final NodeName B = NodeName.of("b");
  private static final NodeName FAR = NodeName.of("far");
  private static final String LINE = "13 1f me far";

  private final Mesh mesh = new Mesh(ME, 0);
  private final Announcements announcements = new Announcements(new Random(1));
  private final MetaConnection a = neighbour(A, 1, true);
  private final MetaConnection b = neighbour(B, 2, true);
  private final MetaConnection unproven = neighbour(FAR, 3, false);

  private MetaConnection neighbour(NodeName name, long id, boolean active) {
    MetaConnection connection = mock();
    when(connection.id()).thenReturn(new ConnectionId(id));
    when(connection.isActive()).thenReturn(active);
    when(connection.provenPeer()).thenReturn(name);
    mesh.neighbours().add(connection);
    return connection;
  }

  private Flooding with(Trust trust) {
    return new Flooding(mesh, announcements, trust);
  }

  private NodeEntry node(NodeName name) {
    return Objects.requireNonNull(mesh.addNode(name));
  }

  private DelSubnet news() {
    return announcements.endOf(new OwnedSubnet(Subnet.parse("10.1.0.0/16"), FAR));
  }

  @ParameterizedTest
  @EnumSource(
      value = Trust.class,
      names = {"FULL", "STRICT_SUBNETS"})
  void aNeighbourIsHeardAboutEverybody(Trust trust) {
    assertThat(with(trust).hears(a, B, FAR)).isTrue();
  }

  @Test
  void aTunnelServerHearsANeighbourAboutItselfAndUs() {
    Flooding flooding = with(Trust.TUNNEL_SERVER);
    assertThat(flooding.hears(a, FAR, A)).isTrue();
    assertThat(flooding.hears(a, ME)).isTrue();
    assertThat(flooding.hears(a, B, FAR)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Trust.class,
      names = {"FULL", "STRICT_SUBNETS"})
  void aLineGoesOnUnchangedToAllActiveNeighboursButItsSource(Trust trust) {
    with(trust).passOn(LINE, a);
    verify(b).sendLine(LINE);
    verify(a, never()).sendLine(anyString());
    verify(unproven, never()).sendLine(anyString());
  }

  @Test
  void aTunnelServerTellsNobodyOfAnother() {
    Flooding flooding = with(Trust.TUNNEL_SERVER);
    flooding.passOn(LINE, a);
    flooding.tellOfOthers(news());
    verify(a, never()).sendLine(anyString());
    verify(b, never()).sendLine(anyString());
  }

  @Test
  void whatWeFindOutGoesToAllActiveNeighbours() {
    with(Trust.FULL).tellOfOthers(news());
    verify(a).sendLine(anyString());
    verify(b).sendLine(anyString());
    verify(unproven, never()).sendLine(anyString());
  }

  @Test
  void aTunnelServerTellsOfALinkWhereItLeads() {
    DelSubnet news = news();
    with(Trust.TUNNEL_SERVER).tellOfLink(news, b);
    verify(b).send(news);
    verify(a, never()).send(any());
    verify(a, never()).sendLine(anyString());
  }

  private List<Request> everythingFor(MetaConnection newcomer, Trust trust) {
    mesh.subnets().add(new OwnedSubnet(Subnet.parse("10.0.0.0/24"), ME));
    mesh.subnets().add(new OwnedSubnet(Subnet.parse("10.1.0.0/16"), FAR));
    putEdge(FAR, "192.0.2.1");
    putEdge(A, "not-numeric");
    with(trust).sendEverything(newcomer);
    ArgumentCaptor<MetaMessage> sent = ArgumentCaptor.captor();
    verify(newcomer, atLeastOnce()).send(sent.capture());
    return sent.getAllValues().stream().map(MetaMessage::request).toList();
  }

  private void putEdge(NodeName from, String host) {
    WireAddress address = new WireAddress(host, "655");
    mesh.putEdge(new Edge(node(from), node(B), address, NodeOptions.NONE, 1));
  }

  @Test
  void aNewNeighbourHearsEverythingThatCannotHurtIt() {
    assertThat(everythingFor(a, Trust.FULL))
        .containsExactly(Request.ADD_SUBNET, Request.ADD_EDGE, Request.ADD_SUBNET);
  }

  @Test
  void aNewNeighbourOfATunnelServerHearsOfItsSubnets() {
    assertThat(everythingFor(a, Trust.TUNNEL_SERVER)).containsExactly(Request.ADD_SUBNET);
  }

  @Test
  void theSameIsNeverSaidTwiceInTheSameWords() {
    assertThat(news()).isNotEqualTo(news());
    OwnedSubnet owned = new OwnedSubnet(Subnet.parse("10.0.0.0/24"), ME);
    assertThat(announcements.of(owned)).isNotEqualTo(announcements.of(owned));
  }
}
