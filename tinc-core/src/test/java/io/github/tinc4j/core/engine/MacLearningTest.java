package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.core.forward.Punt;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Learned MAC addresses (spec 30, 10 and ADD_SUBNET, step 6). */
class MacLearningTest {

  private static final long HOST = 0x0200_0000_0017L;
  private static final Duration EXPIRE = Duration.ofMinutes(1);

  private final EngineFixture me =
      new EngineFixture(config -> config.macExpire(EXPIRE).subnet(Subnet.parse("2:0:0:0:0:1#3")));
  private final RawPeer a = me.linked("a");

  @BeforeEach
  void forgetWhatWasSaid() {
    a.lines();
    me.published();
    me.effects.scripts.clear();
  }

  private void seen(long address) {
    me.engine.punts(me.nowNs).macSeen(new Punt.MacSeen(address));
    me.flush();
  }

  /** Lets time pass, with a peer that answers. */
  private void advance(Duration time) {
    for (long s = 0; s < time.toSeconds(); s++) {
      me.advance(Duration.ofSeconds(1));
      a.say("9");
    }
  }

  @Test
  void anAddressOfOurDeviceIsAnnouncedOnceWithItsScript() {
    seen(HOST);
    seen(HOST);
    assertThat(a.linesWithoutSalt()).containsExactly("10 me 2:0:0:0:0:17#10");
    assertThat(me.subnets()).contains("me 2:0:0:0:0:17#10");
    assertThat(me.effects.scripts)
        .containsExactly("subnet-up {NODE=me, SUBNET=2:0:0:0:0:17, WEIGHT=10}");
  }

  @Test
  void anAddressIsWithdrawnWhenItWasNotSeenForLong() {
    seen(HOST);
    a.lines();
    advance(EXPIRE.minusSeconds(10));
    seen(HOST);
    advance(EXPIRE.minusSeconds(10));
    assertThat(me.subnets()).contains("me 2:0:0:0:0:17#10");
    advance(Duration.ofSeconds(15));
    assertThat(me.subnets()).doesNotContain("me 2:0:0:0:0:17#10");
    assertThat(a.linesWithoutSalt()).contains("11 me 2:0:0:0:0:17#10");
    assertThat(me.effects.scripts)
        .endsWith("subnet-down {NODE=me, SUBNET=2:0:0:0:0:17, WEIGHT=10}");
    seen(HOST);
    assertThat(a.linesWithoutSalt()).contains("10 me 2:0:0:0:0:17#10");
  }

  @Test
  void anAddressThatTheConfigurationSaysIsOursIsNotLearned() {
    seen(0x0200_0000_0001L);
    assertThat(a.lines()).isEmpty();
    advance(EXPIRE.plusSeconds(10));
    assertThat(me.subnets()).contains("me 2:0:0:0:0:1#3");
  }

  @Test
  void anAddressThatMovedToAnotherNodeIsGivenUpAtOnce() {
    seen(HOST);
    a.lines();
    a.say("10 77 a 2:0:0:0:0:17#10");
    advance(Duration.ofSeconds(6));
    assertThat(a.linesWithoutSalt()).contains("11 me 2:0:0:0:0:17#10");
    assertThat(me.subnets()).contains("a 2:0:0:0:0:17#10").doesNotContain("me 2:0:0:0:0:17#10");
  }

  @Test
  void anAddressThatTheProgramTookBackIsLearnedAnew() {
    seen(HOST);
    me.engine.withdraw(Subnet.parse("2:0:0:0:0:17"), me.nowNs);
    a.lines();
    seen(HOST);
    assertThat(me.subnets()).contains("me 2:0:0:0:0:17#10");
  }

  @Test
  void aHostThatMakesAddressesUpGetsSoManyAnnouncedAndNoMore() {
    for (long address = 1; address <= 5000; address++) {
      seen(HOST + address);
    }
    assertThat(me.subnets()).hasSize(4096 + 2);
    seen(HOST + 1);
    advance(EXPIRE.plusSeconds(10));
    assertThat(me.subnets()).hasSize(2);
  }
}
