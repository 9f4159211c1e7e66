package io.github.tinc4j.core.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** {@code Name}, which may be taken from the environment (spec 40, 3). */
final class OwnName {

  private static final int LONGEST_HOST_NAME = 31;

  private OwnName() {}

  /**
   * Reads {@code Name}: a name, or {@code $VARIABLE}; {@code $HOST} falls back to the host's name.
   *
   * @throws ConfigurationException when there is none, or it is not valid
   */
  static NodeName read(
      Settings settings, Path file, Map<String, String> environment, Supplier<String> hostName)
      throws ConfigurationException {
    Assignment assignment = settings.first("Name");
    if (assignment == null) {
      throw new ConfigurationException(file.toString(), 0, "Name", "is missing", null);
    }
    String value = assignment.value();
    if (value.startsWith("$")) {
      value = expand(assignment, environment, hostName);
    }
    if (!NodeName.isValid(value)) {
      throw assignment.wrong("not a node name (letters, digits and '_' only): '" + value + "'");
    }
    return NodeName.of(value);
  }

  private static String expand(
      Assignment assignment, Map<String, String> environment, Supplier<String> hostName)
      throws ConfigurationException {
    String variable = assignment.value().substring(1);
    String value = environment.get(variable);
    if (value == null && variable.equals("HOST")) {
      String host = hostName.get();
      value = host.substring(0, Math.min(host.length(), LONGEST_HOST_NAME));
    }
    if (value == null) {
      throw assignment.wrong("the environment has no variable " + variable);
    }
    return value.replaceAll("[^A-Za-z0-9]", "_");
  }
}
