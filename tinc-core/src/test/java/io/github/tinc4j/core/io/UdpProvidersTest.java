package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.tinc4j.spi.UdpTransportProvider;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class UdpProvidersTest {

  private final UdpTransportProvider absent = mock();
  private final UdpTransportProvider fast = mock();

  @Test
  void theFirstThatWorksHereIsChosen() {
    when(fast.available()).thenReturn(true);
    assertThat(UdpProviders.choose(List.of(absent, fast))).isSameAs(fast);
  }

  @Test
  void javasOwnSocketsAreChosenWhereNoneWorks() {
    assertThat(UdpProviders.choose(List.of(absent))).isInstanceOf(NioUdpProvider.class);
  }

  @Test
  void javasOwnSocketsAreChosenWhereThatIsWanted() {
    assertThat(UdpProviders.choose(/* portable= */ true)).isInstanceOf(NioUdpProvider.class);
  }

  @Test
  void aProviderThatCannotBeLoadedCostsSpeedOnly() {
    Iterable<UdpTransportProvider> broken =
        () -> {
          throw new ServiceConfigurationError("not a provider");
        };
    assertThat(UdpProviders.choose(broken)).isInstanceOf(NioUdpProvider.class);
  }
}
