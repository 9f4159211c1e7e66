package io.github.tinc4j.core.config;

import io.github.tinc4j.api.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that the system has for TCP ports: {@code services(5)}. A line reads {@code name
 * port/protocol alias...}, with a comment after "#".
 */
final class ServiceNames {

  /** The largest port number. */
  static final int MAX_PORT = 65_535;

  private static final Path SYSTEM_FILE = Path.of("/etc/services");

  private final Map<String, Integer> ports;

  private ServiceNames(Map<String, Integer> ports) {
    this.ports = ports;
  }

  /** Those of this system; none when it has no such file, or none that can be read. */
  static ServiceNames ofSystem() {
    if (!Files.isReadable(SYSTEM_FILE)) {
      return parse("");
    }
    try {
      return parse(ConfigFile.text(SYSTEM_FILE));
    } catch (ConfigurationException e) {
      System.getLogger("io.github.tinc4j.config").log(System.Logger.Level.DEBUG, "no services", e);
      return parse("");
    }
  }

  /** Those of a file with this text; the first line wins, and what is no service is left out. */
  static ServiceNames parse(String text) {
    Map<String, Integer> ports = new HashMap<>();
    text.lines().forEach(line -> add(line, ports));
    return new ServiceNames(ports);
  }

  private static void add(String line, Map<String, Integer> ports) {
    int comment = line.indexOf('#');
    String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
    if (words.length < 2 || !words[1].endsWith("/tcp")) {
      return;
    }
    Integer port = number(words[1].substring(0, words[1].length() - "/tcp".length()));
    if (port == null) {
      return;
    }
    ports.putIfAbsent(words[0], port);
    for (int i = 2; i < words.length; i++) {
      ports.putIfAbsent(words[i], port);
    }
  }

  /** The port that {@code text} is the number or the name of; null when it is neither. */
  @Nullable Integer port(String text) {
    Integer number = number(text);
    return number == null ? ports.get(text) : number;
  }

  private static @Nullable Integer number(String text) {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      value = value * 10 + c - '0';
      if (c < '0' || c > '9' || value > MAX_PORT) {
        return null;
      }
    }
    return text.isEmpty() ? null : value;
  }
}
