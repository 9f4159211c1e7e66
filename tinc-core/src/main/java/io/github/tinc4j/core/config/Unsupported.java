package io.github.tinc4j.core.config;

import io.github.tinc4j.api.config.ConfigurationException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Variables that ask for what takes a {@code HostSystem}. Without one they are refused, for a node
 * that quietly did something else could open a network that was meant to be closed.
 *
 * <p>Others are without effect here and change nothing that peers or packets notice: {@code
 * Hostnames}, {@code IffOneQueue}.
 */
final class Unsupported {

  /** Each with what to do instead. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "BindToInterface",
          "Java alone cannot bind sockets to a network interface; on Linux add tinc-tun-linux at"
              + " run time, elsewhere use BindToAddress with an address of that interface",
          "ProcessPriority",
          "Java alone cannot set a priority; on Linux add tinc-tun-linux at run time, elsewhere"
              + " remove the line and start the program by nice");

  private Unsupported() {}

  /**
   * Looks for such variables.
   *
   * @param hostSystem whether there is a host system; only asked where there is such a variable
   * @throws ConfigurationException when there is one, and no host system
   */
  static void refuse(Settings settings, BooleanSupplier hostSystem) throws ConfigurationException {
    for (Map.Entry<String, String> refused : ADVICE.entrySet()) {
      if (settings.first(refused.getKey()) != null && !hostSystem.getAsBoolean()) {
        throw settings.wrong(refused.getKey(), refused.getValue());
      }
    }
  }
}
