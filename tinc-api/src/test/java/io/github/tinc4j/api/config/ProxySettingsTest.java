package io.github.tinc4j.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.tinc4j.api.config.ProxySettings.Kind;
import io.github.tinc4j.api.config.ProxySettings.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProxySettingsTest {

  private static final String LONGEST = "x".repeat(255);

  private static void refused(
      Kind kind, String host, int port, @Nullable String user, @Nullable String password) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Server(kind, host, port, user, password))
        .satisfies(
            e -> {
              if (password != null && !password.isEmpty()) {
                assertThat(e.getMessage()).doesNotContain(password);
              }
            });
  }

  @Test
  void aSecretIsNeverPrinted() {
    assertThat(ProxySettings.socks5("proxy", 1080, "joe", "sesame"))
        .hasToString("socks5 proxy 1080 joe (password)");
    assertThat(ProxySettings.exec("connect --password sesame")).hasToString("exec");
    assertThat(ProxySettings.socks4a("proxy", 1080)).hasToString("socks4a proxy 1080");
  }

  @Test
  void aServerHasAHostAndAPort() {
    refused(Kind.HTTP, "", 3128, null, null);
    refused(Kind.HTTP, "proxy", 0, null, null);
    refused(Kind.HTTP, "proxy", 65_536, null, null);
    assertThat(new Server(Kind.HTTP, "proxy", 65_535, null, null).port()).isEqualTo(65_535);
  }

  @Test
  void userAndPasswordAreWhatTheProtocolCanExpress() {
    refused(Kind.HTTP, "proxy", 1, "joe", null);
    refused(Kind.SOCKS4, "proxy", 1, "joe", "sesame");
    refused(Kind.SOCKS4A, "proxy", 1, "j\0e", null);
    refused(Kind.SOCKS4, "proxy", 1, "", null);
    refused(Kind.SOCKS4, "proxy", 1, LONGEST + "x", null);
    refused(Kind.SOCKS5, "proxy", 1, "joe", null);
    refused(Kind.SOCKS5, "proxy", 1, null, "sesame");
    refused(Kind.SOCKS5, "proxy", 1, "", "sesame");
    refused(Kind.SOCKS5, "proxy", 1, "joe", "");
    refused(Kind.SOCKS5, "proxy", 1, "joe", LONGEST + "x");
    refused(Kind.SOCKS5, "proxy", 1, "\u00e9" + LONGEST, "sesame");
    assertThat(new Server(Kind.SOCKS5, "proxy", 1, LONGEST, LONGEST).user()).isEqualTo(LONGEST);
    assertThat(new Server(Kind.SOCKS4, "proxy", 1, LONGEST, null).user()).isEqualTo(LONGEST);
  }

  @Test
  void thereIsNoEmptyCommand() {
    assertThatIllegalArgumentException().isThrownBy(() -> ProxySettings.exec(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> ProxySettings.exec("cat\0"));
  }
}
