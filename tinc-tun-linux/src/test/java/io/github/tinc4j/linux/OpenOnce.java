package io.github.tinc4j.linux;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceSpec;
import org.jspecify.annotations.NullMarked;

/** A program that opens a tun interface, and prints its name or why there is none. */
@NullMarked
final class OpenOnce {

  private OpenOnce() {}

  @SuppressWarnings("SystemOut") // that is what it is for
  public static void main(String[] arguments) {
    try (var tun =
        new LinuxProvider()
            .open(new DeviceSpec("tun", null, null, RoutingMode.ROUTER, true, 0, null))) {
      System.out.println("opened " + tun.interfaceName());
    } catch (DeviceException e) {
      System.out.println(e.reason() + ": " + e.getMessage());
    }
  }
}
