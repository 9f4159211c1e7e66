package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Devices of the real kernel, closed after each test, and a network namespace for their packets.
 */
@NullMarked
@Timeout(240)
abstract class KernelFixture {

  private final List<AutoCloseable> opened = new ArrayList<>();
  private @Nullable NetworkNamespace namespace;

  @BeforeEach
  void needs() throws IOException {
    Needs.tunAndNamespaces();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
    if (namespace != null) {
      namespace.remove();
    }
  }

  /** A device that is closed after the test at the latest. */
  final TunDevice open(@Nullable String device, @Nullable String name) throws DeviceException {
    return open(device, name, true);
  }

  /** A device that is closed after the test at the latest, with offload or without. */
  final TunDevice open(@Nullable String device, @Nullable String name, boolean offload)
      throws DeviceException {
    return open(Layer.IP, device, name, offload);
  }

  /** A tun or tap device that is closed after the test at the latest. */
  final TunDevice open(Layer layer, @Nullable String device, @Nullable String name, boolean offload)
      throws DeviceException {
    String type = layer == Layer.IP ? "tun" : "tap";
    return own(
        new LinuxProvider()
            .open(new DeviceSpec(type, device, name, RoutingMode.ROUTER, offload, 0, null)));
  }

  /** Has something closed after the test. */
  final <T extends AutoCloseable> T own(T one) {
    opened.add(one);
    return one;
  }

  /** Why the device does not open. */
  final DeviceException failure(@Nullable String device, @Nullable String name) {
    return catchThrowableOfType(DeviceException.class, () -> open(device, name));
  }

  /** The namespace of this test, made at the first call. */
  final NetworkNamespace namespace() throws Exception {
    if (namespace == null) {
      namespace = new NetworkNamespace();
    }
    return namespace;
  }

  /** One more namespace for this test. */
  final NetworkNamespace anotherNamespace() throws Exception {
    var another = new NetworkNamespace();
    AutoCloseable unused = own(another::remove);
    return another;
  }

  static String uniqueName() {
    String time = Long.toString(System.nanoTime(), 36);
    return "t4j" + time.substring(Math.max(0, time.length() - 8));
  }
}
