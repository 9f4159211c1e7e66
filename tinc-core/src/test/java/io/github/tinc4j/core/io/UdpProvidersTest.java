package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.tinc4j.spi.HostSystem;
import io.github.tinc4j.spi.UdpTransportProvider;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class UdpProvidersTest {

  private final HostSystem host = mock();
  private final UdpTransportProvider absent = mock();
  private final UdpTransportProvider fast = mock();

  @Test
  void theFirstThatWorksHereIsChosen() {
    when(fast.available()).thenReturn(true);
    assertThat(UdpProviders.choose(List.of(absent, fast), host)).isSameAs(fast);
  }

  @Test
  void javasOwnSocketsAreChosenWhereNoneWorks() {
    assertThat(UdpProviders.choose(List.of(absent), host)).isInstanceOf(NioUdpProvider.class);
  }

  @Test
  void javasOwnSocketsAreChosenWhereThatIsWanted() {
    assertThat(UdpProviders.choose(/* portable= */ true, host)).isInstanceOf(NioUdpProvider.class);
  }

  @Test
  void aProviderThatCannotBeLoadedCostsSpeedOnly() {
    Iterable<UdpTransportProvider> broken =
        () -> {
          throw new ServiceConfigurationError("not a provider");
        };
    assertThat(UdpProviders.choose(broken, host)).isInstanceOf(NioUdpProvider.class);
  }
}
