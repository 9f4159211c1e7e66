package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** New settings while a node runs, and what SIGALRM and SIGWINCH do (spec 40, 8). */
class ReloadRulesTest {

  private static final NodeName HUB = NodeName.of("hub");
  private static final NodeName SPARE = NodeName.of("spare");

  private EngineFixture me = new EngineFixture();

  private static UnaryOperator<HostConfig.Builder> at(String address) {
    return host -> host.address(address, 655);
  }

  /** A node that keeps a connection to the hub up; hub and spare have addresses. */
  private EngineFixture dialling() {
    me = new EngineFixture(config -> config.connectTo(HUB));
    me.knowing("hub", at("192.0.2.50")).knowing("spare", at("192.0.2.60"));
    // The hub's address was not known yet at the start.
    me.advance(Duration.ofMinutes(15));
    return me;
  }

  private RawPeer hubUp() {
    RawPeer hub = me.connected();
    hub.authenticate("hub");
    hub.say("12 " + me.salt() + " hub me 192.0.2.200 655 c 10");
    hub.lines();
    return hub;
  }

  private List<String> dialled() {
    return me.effects.connects.values().stream().map(a -> a.getAddress().getHostAddress()).toList();
  }

  @Test
  void theSameSettingsCloseNothingAndSayNothing() {
    RawPeer a = me.linked("a");
    me.published();
    me.effects.events.clear();
    assertThat(me.reload(UnaryOperator.identity())).isEmpty();
    assertThat(a.lines()).isEmpty();
    me.published();
    assertThat(me.effects.events).isEmpty();
    assertThat(me.reaches("a")).isTrue();
  }

  @Test
  void aConnectionIsMadeToANodeThatIsNamedNow() {
    RawPeer a = me.linked("a");
    me.knowing("spare", at("192.0.2.60"));
    me.reload(config -> config.connectTo(SPARE));
    assertThat(dialled()).containsExactly("192.0.2.60");
    assertThat(a.isClosed()).isFalse();
  }

  @Test
  void aConnectionThatIsOpenStaysWhenItsNodeIsNamedNoMoreButIsNotKeptUp() {
    dialling();
    RawPeer hub = hubUp();
    me.reload(config -> config.connectTo(List.of()));
    assertThat(hub.isClosed()).isFalse();
    assertThat(me.reaches("hub")).isTrue();
    hub.hangUp();
    me.advance(Duration.ofMinutes(20));
    assertThat(dialled()).hasSize(1);
  }

  @Test
  void aConnectionThatStaysIsKeptUpOn() {
    dialling();
    RawPeer hub = hubUp();
    me.reload(config -> config.connectTo(SPARE));
    assertThat(hub.isClosed()).isFalse();
    assertThat(dialled()).containsExactly("192.0.2.50", "192.0.2.60");
    hub.hangUp();
    me.advance(Duration.ofSeconds(10));
    assertThat(dialled()).filteredOn("192.0.2.50"::equals).hasSizeGreaterThan(1);
  }

  @Test
  void anAttemptUnderWayBeginsAnewWithTheAddressesKnownNow() {
    dialling();
    me.knowing("hub", at("192.0.2.51"));
    me.reload(UnaryOperator.identity());
    assertThat(dialled()).containsExactly("192.0.2.50", "192.0.2.51");
    assertThat(me.effects.closed).hasSize(1);
    assertThat(me.closeReasons()).containsExactly(Kind.CLOSED_HERE);
  }

  @Test
  void anAttemptAtANodeThatIsNamedNoMoreEnds() {
    dialling();
    me.reload(config -> config.connectTo(List.of()));
    assertThat(me.effects.closed).hasSize(1);
    me.advance(Duration.ofHours(1));
    assertThat(dialled()).hasSize(1);
  }

  @Test
  void aLongPauseBeforeTheNextAttemptIsOver() {
    me = new EngineFixture(config -> config.connectTo(HUB));
    me.knowing("hub", at("192.0.2.50"));
    me.reload(UnaryOperator.identity());
    assertThat(dialled()).containsExactly("192.0.2.50");
  }

  @Test
  void whatTheProgramKeepsUpItselfIsKeptOn() {
    me.engine.connect(HUB, me.nowNs);
    me.knowing("hub", at("192.0.2.50"));
    me.reload(config -> config.connectTo(SPARE));
    assertThat(dialled()).containsExactly("192.0.2.50");
  }

  @Test
  void aConnectionWithAHostThatIsGoneIsClosedAndAnnounced() {
    RawPeer a = me.linked("a");
    RawPeer b = me.linked("b");
    a.lines();
    me.reload(
        config ->
            config.hosts(
                HostConfig.builder(NodeName.of("a")).publicKey(TestKeys.publicOf("a")).build()));
    assertThat(b.isClosed()).isTrue();
    assertThat(a.isClosed()).isFalse();
    assertThat(a.linesWithoutSalt()).contains("13 me b", "13 b me");
    assertThat(me.reaches("b")).isFalse();
    assertThat(me.effects.eventsOf(MeshEvent.ConnectionClosed.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.reason().kind()).isEqualTo(Kind.CLOSED_HERE);
              assertThat(event.reason().detail()).isEqualTo("its host configuration is gone");
            });
    RawPeer again = me.incoming();
    again.say("0 b 17");
    assertThat(again.isClosed()).isTrue();
  }

  @Test
  void aConnectionWithAHostOfWhichSomethingElseIsKnownIsClosed() {
    RawPeer a = me.linked("a");
    RawPeer b = me.linked("b");
    me.knowing("a", host -> host.weight(7));
    me.reload(UnaryOperator.identity());
    assertThat(a.isClosed()).isTrue();
    assertThat(b.isClosed()).isFalse();
  }

  @Test
  void aKeptConnectionWithAHostThatHasChangedIsMadeAnewAtOnce() {
    dialling();
    RawPeer hub = hubUp();
    me.knowing("hub", at("192.0.2.51"));
    me.reload(UnaryOperator.identity());
    assertThat(hub.isClosed()).isTrue();
    assertThat(dialled()).containsExactly("192.0.2.50", "192.0.2.51");
  }

  @Test
  void aHandshakeOfAHostThatIsGoneEnds() {
    RawPeer a = me.incoming();
    a.identify("a");
    RawPeer silent = me.incoming();
    me.reload(config -> config.hosts(new HostConfig[0]));
    assertThat(a.isClosed()).isTrue();
    assertThat(silent.isClosed()).isFalse();
  }

  @Test
  void ownSubnetsAreWithdrawnAndAnnounced() {
    RawPeer a = me.linked("a");
    a.lines();
    me.published();
    me.effects.scripts.clear();
    me.reload(
        config ->
            config.subnets(List.of(Subnet.parse("10.5.0.0/16"), Subnet.parse("10.4.0.0/16#3"))));
    assertThat(a.linesWithoutSalt())
        .containsExactly("11 me 10.0.0.0/24#10", "10 me 10.4.0.0/16#3", "10 me 10.5.0.0/16#10");
    assertThat(me.subnets()).containsExactly("me 10.4.0.0/16#3", "me 10.5.0.0/16#10");
    assertThat(me.effects.scripts)
        .containsExactly(
            "subnet-down {NODE=me, SUBNET=10.0.0.0/24, WEIGHT=10}",
            "subnet-up {NODE=me, SUBNET=10.4.0.0/16, WEIGHT=3}",
            "subnet-up {NODE=me, SUBNET=10.5.0.0/16, WEIGHT=10}");
  }

  @Test
  void aSubnetThatTheProgramAnnouncedStays() {
    RawPeer a = me.linked("a");
    me.engine.announce(Subnet.parse("10.9.0.0/16"), me.nowNs);
    me.flush();
    a.lines();
    me.reload(UnaryOperator.identity());
    me.reload(UnaryOperator.identity());
    assertThat(a.lines()).isEmpty();
    assertThat(me.subnets()).contains("me 10.9.0.0/16#10", "me 10.0.0.0/24#10");
  }

  @Test
  void theNextReloadComparesWithTheLast() {
    me.reload(config -> config.subnet(Subnet.parse("10.9.0.0/16")));
    me.reload(UnaryOperator.identity());
    assertThat(me.subnets()).containsExactly("me 10.0.0.0/24#10");
  }

  @Test
  void clampMssCountsForConnectionsMadeFromNowOn() {
    RawPeer a = me.linked("a");
    me.reload(config -> config.clampMss(false));
    assertThat(a.isClosed()).isFalse();
    RawPeer b = me.incoming();
    List<String> heard = new ArrayList<>();
    b.toAck("b", heard);
    assertThat(heard).singleElement().asString().endsWith(" 4");
  }

  @Test
  void whatNeedsANewStartIsNamedAndNotTaken() {
    UnaryOperator<NodeConfig.Builder> change =
        config -> config.port(7).pingInterval(Duration.ofSeconds(8)).cipher("none");
    assertThat(me.reload(change)).containsExactly("Cipher", "PingInterval", "Port");
    RawPeer a = me.incoming();
    List<String> heard = new ArrayList<>();
    a.toAck("a", heard);
    assertThat(heard).singleElement().asString().startsWith("4 " + EngineFixture.PORT + " ");
    // Not taken, so named again.
    assertThat(me.reload(change)).containsExactly("Cipher", "PingInterval", "Port");
  }

  @Test
  void attemptsThatWaitAreMadeAtRetryAndThePauseGrowsOn() {
    dialling();
    refuseLast();
    assertThat(dialled()).hasSize(1);
    me.engine.retry(me.nowNs);
    me.flush();
    assertThat(dialled()).hasSize(2);
    refuseLast();
    me.advance(Duration.ofMillis(9_900));
    assertThat(dialled()).hasSize(2);
    me.advance(Duration.ofMillis(100));
    assertThat(dialled()).hasSize(3);
  }

  private void refuseLast() {
    me.connected().hangUp();
  }

  @Test
  void everyNeighbourIsAskedAtRetryButGetsNoMoreTimeForAnAnswerThatItOwes() {
    RawPeer a = me.linked("a");
    RawPeer silent = me.linked("silent");
    a.lines();
    me.engine.retry(me.nowNs);
    me.flush();
    assertThat(a.lines()).containsExactly("8");
    assertThat(silent.lines()).containsExactly("8");
    a.say("9");
    me.advance(Duration.ofSeconds(3));
    me.engine.retry(me.nowNs);
    me.flush();
    a.say("9");
    me.advance(Duration.ofSeconds(3));
    assertThat(silent.isClosed()).isTrue();
    assertThat(a.isClosed()).isFalse();
  }

  @Test
  void unreachableNodesAreForgottenAtPurge() {
    RawPeer a = me.linked("a");
    RawPeer b = me.linked("b");
    a.say("10 1 lost 10.1.0.0/16", "12 2 lost further 192.0.2.9 655 c 10");
    a.lines();
    b.lines();
    me.engine.purge(me.nowNs);
    me.flush();
    assertThat(a.linesWithoutSalt()).containsExactly("11 lost 10.1.0.0/16#10", "13 lost further");
    assertThat(b.linesWithoutSalt()).containsExactly("11 lost 10.1.0.0/16#10", "13 lost further");
    assertThat(me.knows("lost")).isFalse();
    assertThat(me.reaches("a")).isTrue();
  }

  @Test
  void theGraphIsWrittenEveryMinuteIfItHasChanged() {
    me = new EngineFixture(config -> config.graphDumpFile("/graph"));
    RawPeer a = me.linked("a");
    me.advance(Duration.ofSeconds(59));
    assertThat(me.effects.graphs).isEmpty();
    me.advance(Duration.ofSeconds(1));
    assertThat(me.effects.graphs)
        .containsExactly(
            """
            /graph: digraph {
            \t"a" [label = "a"];
            \t"me" [label = "me"];
            \t"me" -> "a";
            \t"a" -> "me";
            }
            """);
    a.say("9");
    me.advance(Duration.ofMinutes(1));
    assertThat(me.effects.graphs).hasSize(1);
    me.linked("b");
    me.advance(Duration.ofMinutes(1));
    assertThat(me.effects.graphs).hasSize(2).last().asString().contains("\"me\" -> \"b\"");
  }

  @Test
  void theFileOfTheGraphMayBeNamedChangedAndLeftOutWhileTheNodeRuns() {
    me.reload(config -> config.graphDumpFile("/one"));
    me.advance(Duration.ofMinutes(1));
    me.reload(config -> config.graphDumpFile("/two"));
    me.advance(Duration.ofMinutes(1));
    assertThat(me.effects.graphs).hasSize(2);
    assertThat(me.effects.graphs.get(0)).startsWith("/one: digraph {");
    assertThat(me.effects.graphs.get(1)).startsWith("/two: digraph {");
    me.reload(UnaryOperator.identity());
    me.linked("a");
    me.advance(Duration.ofMinutes(2));
    assertThat(me.effects.graphs).hasSize(2);
  }
}
