package io.github.tinc4j.core.config;

import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.ProxySettings;
import io.github.tinc4j.api.config.ProxySettings.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code Proxy = none | socks4 host port [user] | socks4a host port [user] | socks5 host port [user
 * password] | http host port | exec command}.
 *
 * <p>As tincd 1.0.36 has it: words are parted by one blank; the password is all the rest of the
 * line; what follows a user of SOCKS 4, or the port of an HTTP proxy, is without effect; a user of
 * SOCKS 5 without a password is too. No message repeats the value, which may hold a password.
 */
final class ProxyVariable {

  private static final String KINDS = "none, socks4, socks4a, socks5, http and exec";

  private final Assignment assignment;
  private final ServiceNames services;

  private ProxyVariable(Assignment assignment, ServiceNames services) {
    this.assignment = assignment;
    this.services = services;
  }

  /**
   * Reads the assignment that counts.
   *
   * @param assignment null when there is none
   * @return null for no proxy
   * @throws ConfigurationException when the type is unknown or an argument is missing or illegal
   */
  static @Nullable ProxySettings read(@Nullable Assignment assignment, ServiceNames services)
      throws ConfigurationException {
    return assignment == null ? null : new ProxyVariable(assignment, services).read();
  }

  private @Nullable ProxySettings read() throws ConfigurationException {
    String[] words = assignment.value().split(" ", 2);
    String arguments = words.length == 2 ? words[1] : "";
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "none" -> null;
      case "socks4" -> server(Kind.SOCKS4, arguments);
      case "socks4a" -> server(Kind.SOCKS4A, arguments);
      case "socks5" -> server(Kind.SOCKS5, arguments);
      case "http" -> server(Kind.HTTP, arguments);
      case "exec" -> command(arguments);
      default -> throw assignment.wrong("unknown type of proxy; known are " + KINDS);
    };
  }

  private ProxySettings command(String arguments) throws ConfigurationException {
    if (arguments.isBlank()) {
      throw assignment.wrong("no command after exec");
    }
    try {
      return ProxySettings.exec(arguments);
    } catch (IllegalArgumentException e) {
      throw assignment.wrong(String.valueOf(e.getMessage()), e);
    }
  }

  private ProxySettings server(Kind kind, String arguments) throws ConfigurationException {
    String[] words = arguments.split(" ", 4);
    if (words.length < 2 || words[0].isEmpty() || words[1].isEmpty()) {
      throw assignment.wrong("no host and port, parted by one blank, after the type of proxy");
    }
    Integer port = services.port(words[1]);
    if (port == null || port == 0) {
      throw assignment.wrong("neither a port (1 to 65535) nor a service of this system");
    }
    String user = words.length > 2 && kind != Kind.HTTP ? words[2] : null;
    String password = words.length > 3 && kind == Kind.SOCKS5 ? words[3] : null;
    if (kind == Kind.SOCKS5 && user != null && password == null) {
      Settings.warn(assignment, "a user without a password", "neither is sent");
      user = null;
    }
    try {
      return new ProxySettings.Server(kind, words[0], port, user, password);
    } catch (IllegalArgumentException e) {
      throw assignment.wrong(String.valueOf(e.getMessage()), e);
    }
  }
}
