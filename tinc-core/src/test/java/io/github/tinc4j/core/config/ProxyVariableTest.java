package io.github.tinc4j.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.ProxySettings;
import io.github.tinc4j.api.config.ProxySettings.Kind;
import io.github.tinc4j.api.config.ProxySettings.Server;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that tincd 1.0.36 takes, as it takes them. */
class ProxyVariableTest {

  @TempDir Path root;

  private @Nullable ProxySettings proxy(String value) throws Exception {
    return TestDirectory.with(root, "Proxy = " + value).load().proxy();
  }

  private static Server server(Kind kind, @Nullable String user, @Nullable String password) {
    return new Server(kind, "proxy.example", 1080, user, password);
  }

  @Test
  void everyTypeHasItsArguments() throws Exception {
    assertThat(proxy("none")).isNull();
    assertThat(proxy("None of them")).isNull();
    assertThat(proxy("socks4 proxy.example 1080")).isEqualTo(server(Kind.SOCKS4, null, null));
    assertThat(proxy("socks4 proxy.example 1080 joe")).isEqualTo(server(Kind.SOCKS4, "joe", null));
    assertThat(proxy("Socks4a proxy.example 1080 joe"))
        .isEqualTo(server(Kind.SOCKS4A, "joe", null));
    assertThat(proxy("socks5 proxy.example 1080")).isEqualTo(server(Kind.SOCKS5, null, null));
    assertThat(proxy("SOCKS5 proxy.example 1080 joe open sesame"))
        .isEqualTo(server(Kind.SOCKS5, "joe", "open sesame"));
    assertThat(proxy("http proxy.example 1080")).isEqualTo(server(Kind.HTTP, null, null));
    assertThat(proxy("exec nc -X 5 $REMOTEADDRESS $REMOTEPORT 2>/dev/null"))
        .isEqualTo(ProxySettings.exec("nc -X 5 $REMOTEADDRESS $REMOTEPORT 2>/dev/null"));
  }

  @Test
  void whatAProtocolHasNoPlaceForIsWithoutEffect() throws Exception {
    assertThat(proxy("socks4 proxy.example 1080 joe sesame"))
        .isEqualTo(server(Kind.SOCKS4, "joe", null));
    assertThat(proxy("socks5 proxy.example 1080 joe")).isEqualTo(server(Kind.SOCKS5, null, null));
    assertThat(proxy("http proxy.example 1080 joe sesame"))
        .isEqualTo(server(Kind.HTTP, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp sesame 21",
        "http://joe:sesame@proxy:3128",
        "socks5\tsesame\t1080",
        "socks4",
        "socks4a sesame",
        "socks5  sesame 1080",
        "http proxy sesame",
        "http sesame 0",
        "http sesame 65536",
        "socks5 proxy 1080  sesame",
        "exec",
      })
  void anythingElseIsRefusedWithoutRepeatingIt(String value) throws Exception {
    TestDirectory directory = TestDirectory.with(root, "Proxy = " + value);
    assertThatThrownBy(directory::load)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.file()).isEqualTo(root.resolve("tinc.conf").toString());
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.variable()).isEqualTo("Proxy");
            })
        .hasMessageNotContaining("sesame");
  }
}
