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

  private static final String ON_TINCD = "; or run this node on tincd";

  /** Variables that must be "no", and what to do when one is "yes". */
  private static final Map<String, String> FLAGS =
      Map.of(
          "LocalDiscovery",
          "nodes are not looked for on the local network; remove the line, and give them an"
              + " Address in that network in their host files");

  /** Variables that must be absent, or have the value "none". */
  private static final Map<String, String> TEXTS =
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
    for (Map.Entry<String, String> flag : FLAGS.entrySet()) {
      if (settings.flag(flag.getKey())) {
        throw settings.wrong(flag.getKey(), flag.getValue());
      }
    }
    for (Map.Entry<String, String> text : TEXTS.entrySet()) {
      String value = settings.string(text.getKey());
      if (value != null && !value.equalsIgnoreCase("none")) {
        throw settings.wrong(text.getKey(), text.getValue());
      }
    }
  }
}
