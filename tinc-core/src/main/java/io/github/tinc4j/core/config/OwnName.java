package io.github.tinc4j.core.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** {@code Name}, which may be taken from the environment (spec 40, 3). */
final class OwnName {

  private static final int LONGEST_HOST_NAME = 31;

  /** Where Linux keeps the host's name. */
  private static final Path SYSTEM_NAME = Path.of("/proc/sys/kernel/hostname");

  private OwnName() {}

  /** The host's name, without asking a name server where the system allows. */
  static String systemHostName() {
    try {
      if (Files.isReadable(SYSTEM_NAME)) {
        return Files.readString(SYSTEM_NAME, StandardCharsets.ISO_8859_1).strip();
      }
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      System.getLogger("io.github.tinc4j.config")
          .log(System.Logger.Level.DEBUG, "the host has no name", e);
      return "localhost";
    }
  }

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
