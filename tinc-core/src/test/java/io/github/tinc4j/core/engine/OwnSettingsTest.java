package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
import java.security.interfaces.RSAPrivateKey;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a configuration only the protocol can check (spec 40, 3). */
class OwnSettingsTest {

  private static NodeConfig.Builder config() {
    return NodeConfig.builder(NodeName.of("me"), TestKeys.privateOf("me"));
  }

  private static void assertRefused(UnaryOperator<NodeConfig.Builder> change, String variable) {
    NodeConfig config = change.apply(config()).build();
    assertThatThrownBy(() -> Engine.check(config))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.variable()).isEqualTo(variable));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "", "aes-256-ctr", "aes-256-gcm", "chacha20", "rc4"})
  void aCipherThatPacketsCannotUseIsRefused(String cipher) {
    assertRefused(config -> config.cipher(cipher), "Cipher");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "", "sha0"})
  void anUnknownDigestIsRefused(String digest) {
    assertRefused(config -> config.digest(digest), "Digest");
  }

  @Test
  void aMacLongerThanTheDigestIsRefusedUnlessThereIsNone() throws ConfigurationException {
    assertRefused(config -> config.macLength(33), "MACLength");
    assertRefused(config -> config.digest("sha1").macLength(21), "MACLength");
    Engine.check(config().macLength(32).build());
    Engine.check(config().digest("none").macLength(64).build());
  }

  @Test
  void aKeyWhoseModulusIsNotOfWholeBytesIsRefused() {
    var odd = (RSAPrivateKey) TestKeys.of("odd", 1021).getPrivate();
    NodeConfig config = NodeConfig.builder(NodeName.of("me"), odd).build();
    assertThatThrownBy(() -> Engine.check(config))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.variable()).isEqualTo("PrivateKeyFile"));
  }

  @Test
  void pathMtusAreProbedByDefaultButNotForTcpOnly() {
    assertThat(Engine.probesPathMtu(config().build())).isTrue();
    assertThat(Engine.probesPathMtu(config().tcpOnly(true).build())).isFalse();
    assertThat(Engine.probesPathMtu(config().tcpOnly(true).pmtuDiscovery(true).build())).isTrue();
    assertThat(Engine.probesPathMtu(config().pmtuDiscovery(false).build())).isFalse();
  }
}
