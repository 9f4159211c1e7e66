package io.github.tinc4j.core.device;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;
import java.io.IOException;
import java.net.BindException;

/** Opens {@code DeviceType = multicast}, on every system. */
final class MulticastDeviceProvider implements TunDeviceProvider {

  private static final String TYPE = "multicast";

  @Override
  public boolean supports(DeviceSpec spec) {
    return TYPE.equals(spec.type());
  }

  @Override
  public TunDevice open(DeviceSpec spec) throws DeviceException {
    MulticastGroup group = MulticastGroup.parse(spec.device());
    String name = spec.interfaceName();
    try {
      return new MulticastDevice(group, name == null ? TYPE : name);
    } catch (BindException e) {
      throw failed(Reason.IN_USE, group, e);
    } catch (IOException | UnsupportedOperationException e) {
      throw failed(Reason.FAILED, group, e);
    }
  }

  private static DeviceException failed(Reason reason, MulticastGroup group, Exception cause) {
    return new DeviceException(
        reason,
        "cannot join the multicast group of Device '"
            + group.text()
            + "': "
            + cause.getMessage()
            + " (it takes a network with a route for the group)",
        cause);
  }
}
