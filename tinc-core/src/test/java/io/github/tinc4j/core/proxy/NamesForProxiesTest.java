package io.github.tinc4j.core.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.config.ProxySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesForProxiesTest {

  private static final ProxySettings PROXY = ProxySettings.http("proxy", 3128);

  @Test
  void everyProxyTakesNamesButSocks4() {
    String name = "Hub-1.example";
    assertThat(NamesForProxies.accepts(PROXY, name)).isTrue();
    assertThat(NamesForProxies.accepts(ProxySettings.socks4a("proxy", 1), name)).isTrue();
    assertThat(NamesForProxies.accepts(ProxySettings.socks5("proxy", 1), name)).isTrue();
    assertThat(NamesForProxies.accepts(ProxySettings.exec("cat"), name)).isTrue();
    assertThat(NamesForProxies.accepts(ProxySettings.socks4("proxy", 1), name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a_b",
        "a b",
        "a\r\nX: y",
        "a:1",
        "[::1]",
        "a/b",
        "\u00e9.example",
        "$(reboot)",
        "a\0"
      })
  void aNameHasLettersDigitsHyphensAndDots(String name) {
    assertThat(NamesForProxies.accepts(PROXY, name)).isFalse();
  }

  @Test
  void aNameHasAtMost255Bytes() {
    assertThat(NamesForProxies.accepts(PROXY, "a".repeat(255))).isTrue();
    assertThat(NamesForProxies.accepts(PROXY, "a".repeat(256))).isFalse();
  }
}
