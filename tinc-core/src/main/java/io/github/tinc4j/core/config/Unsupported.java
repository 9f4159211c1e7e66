package io.github.tinc4j.core.config;

import io.github.tinc4j.api.config.ConfigurationException;
import java.util.Map;

/**
 * Variables that ask for what this node cannot do. They are refused, for a node that quietly did
 * something else could open a network that was meant to be closed.
 *
 * <p>Others are without effect here and change nothing that peers or packets notice: {@code
 * Hostnames}, {@code IffOneQueue}, {@code ProcessPriority}.
 */
final class Unsupported {

  /** Each with what to do instead. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "BindToInterface",
          "sockets cannot be bound to a network interface; use BindToAddress with an address"
              + " of that interface");

  private Unsupported() {}

  /**
   * Looks for such variables.
   *
   * @throws ConfigurationException when there is one
   */
  static void refuse(Settings settings) throws ConfigurationException {
    for (Map.Entry<String, String> refused : ADVICE.entrySet()) {
      if (settings.first(refused.getKey()) != null) {
        throw settings.wrong(refused.getKey(), refused.getValue());
      }
    }
  }
}
