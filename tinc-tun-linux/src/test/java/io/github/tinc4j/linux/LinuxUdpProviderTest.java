package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransportProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class LinuxUdpProviderTest {

  private static final UdpSpec SPEC =
      new UdpSpec(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true, 0, 0, true);

  @Test
  void itIsAvailableOnLinuxOnly() {
    assertThat(new LinuxUdpProvider("Linux", FakeSockets::new).available()).isTrue();
    var mac =
        new LinuxUdpProvider(
            "Mac OS X",
            () -> {
              throw new AssertionError("nothing is loaded here");
            });
    assertThat(mac.available()).isFalse();
    assertThatThrownBy(() -> mac.open(SPEC).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Mac OS X");
  }

  @Test
  void itIsFoundAsAService() {
    assertThat(ServiceLoader.load(UdpTransportProvider.class))
        .hasAtLeastOneElementOfType(LinuxUdpProvider.class);
  }

  @Test
  void aLibraryThatDoesNotLoadIsSaidOnceAndMakesItUnavailable() {
    var error = new UnsatisfiedLinkError("no jnidispatch");
    var provider =
        new LinuxUdpProvider(
            "Linux",
            () -> {
              throw error;
            });
    List<String> logged = LogLines.of(() -> assertThat(provider.available()).isFalse());
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0)).contains("no jnidispatch").contains("jna.tmpdir");
    assertThatThrownBy(() -> provider.open(SPEC).close())
        .isInstanceOf(IOException.class)
        .hasCause(error)
        .hasMessageContaining("jna.tmpdir");
  }
}
