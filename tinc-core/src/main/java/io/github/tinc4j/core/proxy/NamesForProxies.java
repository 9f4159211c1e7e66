package io.github.tinc4j.core.proxy;

import io.github.tinc4j.api.config.ProxySettings;
import io.github.tinc4j.api.config.ProxySettings.Exec;
import io.github.tinc4j.api.config.ProxySettings.Kind;
import io.github.tinc4j.api.config.ProxySettings.Server;

/** Host names that nobody here can resolve, but perhaps the proxy (spec 10, 10). */
public final class NamesForProxies {

  /** Of a name in DNS; SOCKS 5 cannot express more. */
  private static final int LONGEST = 255;

  private NamesForProxies() {}

  /**
   * Whether {@code host} may be handed to {@code proxy}: it has to be one that takes names, and the
   * name only letters, digits, "-" and ".", so that it is a name to everybody who sees it.
   */
  public static boolean accepts(ProxySettings proxy, String host) {
    boolean takesNames =
        proxy instanceof Exec || (proxy instanceof Server server && server.kind() != Kind.SOCKS4);
    return takesNames && isName(host);
  }

  private static boolean isName(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
        return false;
      }
    }
    return !host.isEmpty() && host.length() <= LONGEST;
  }
}
