package io.github.tinc4j.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DevicesTest {

  private static DeviceSpec type(@Nullable String type) {
    return new DeviceSpec(type, null, null, RoutingMode.ROUTER, true, 0, null);
  }

  /** Opens one type; fails when it is asked to open another. */
  private static TunDeviceProvider provider(@Nullable String type, TunDevice device) {
    return new TunDeviceProvider() {
      @Override
      public boolean supports(DeviceSpec spec) {
        return type == null ? spec.type() == null : type.equals(spec.type());
      }

      @Override
      public TunDevice open(DeviceSpec spec) {
        assertThat(supports(spec)).isTrue();
        return device;
      }
    };
  }

  @Test
  void theFirstProviderThatSupportsTheTypeOpensIt() throws Exception {
    var first = new MemoryDevice("first");
    var second = new MemoryDevice("second");
    List<TunDeviceProvider> providers =
        List.of(provider("other", first), provider("tun", second), provider("tun", first));
    assertThat(Devices.open(type("tun"), providers)).isSameAs(second);
  }

  @Test
  void withoutATypeTheProviderOfThePlatformDecides() throws Exception {
    var device = new MemoryDevice("m");
    assertThat(Devices.open(type(null), List.of(provider(null, device)))).isSameAs(device);
  }

  @Test
  void theDummyNeedsNoProviderAndNobodyCanReplaceIt() throws Exception {
    var other = new MemoryDevice("m");
    try (TunDevice device = Devices.open(type("dummy"), List.of(provider("dummy", other)))) {
      assertThat(device.deviceName()).isEqualTo("dummy");
      assertThat(device.interfaceName()).isEqualTo("dummy");
      assertThat(device.layer()).isEqualTo(Layer.IP);
    }
  }

  @Test
  void aTypeThatNobodySupportsIsNamedWithWhatWouldHelp() {
    for (String type : new String[] {"uml", null}) {
      assertThatThrownBy(() -> Devices.open(type(type), List.of()))
          .isInstanceOfSatisfying(
              DeviceException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(DeviceException.Reason.NO_PROVIDER);
                assertThat(e)
                    .hasMessageContaining(type == null ? "without a DeviceType" : "uml")
                    .hasMessageContaining("tinc-tun-linux")
                    .hasMessageContaining("dummy");
              });
    }
  }

  @Test
  void aProviderThatCannotBeLoadedIsADeviceFailure() {
    Iterable<TunDeviceProvider> broken =
        () -> {
          throw new ServiceConfigurationError("no such class");
        };
    assertThatThrownBy(() -> Devices.open(type("tun"), broken))
        .isInstanceOfSatisfying(
            DeviceException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(DeviceException.Reason.FAILED);
              assertThat(e).hasMessageContaining("no such class");
            });
  }

  @Test
  void aDummyTakesEveryPacketUntilItIsClosed() throws Exception {
    TunDevice device = Devices.open(type("dummy"), List.of());
    var batch = new PacketBatch(3);
    batch.add(20);
    batch.add(30);
    assertThat(device.write(batch)).isEqualTo(2);
    device.close();
    device.close();
    assertThat(device.write(batch)).isZero();
  }

  @Test
  void closingADummyWakesItsReader() throws Exception {
    TunDevice device = Devices.open(type("dummy"), List.of());
    var batch = new PacketBatch(1);
    batch.add(20);
    var reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                Thread.currentThread().interrupt();
                int count = device.read(batch);
                assertThat(Thread.interrupted()).as("interrupt pending").isTrue();
                return count;
              } catch (java.io.IOException e) {
                throw new AssertionError(e);
              }
            });
    device.close();
    assertThat(reader.join()).isEqualTo(-1);
    assertThat(batch.count()).isZero();
  }
}
