package io.github.tinc4j.core.proxy;

import io.github.tinc4j.api.config.ProxySettings;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Asks one proxy for one connection.
 *
 * <p>{@link #begin} is called once, when the proxy can be talked to; then {@link #receive} for all
 * that it says, until one of them does not answer {@link ProxyStep.Say}.
 */
public interface ProxyHandshake {

  /** What to say first. */
  ProxyStep begin();

  /**
   * Takes what the proxy says, at least one byte and never one beyond its answer.
   *
   * @param bytes at least one; what is left of them has to be given again, or is the peer's
   */
  ProxyStep receive(ByteBuffer bytes);

  /**
   * The handshake of a kind of proxy.
   *
   * @param target where it is to connect us to; unresolved when it is to look up the name, which is
   *     one that {@link NamesForProxies#accepts}
   */
  static ProxyHandshake of(ProxySettings.Server server, InetSocketAddress target) {
    return switch (server.kind()) {
      case SOCKS4, SOCKS4A -> new Socks4(server, target);
      case SOCKS5 -> new Socks5(server, target);
      case HTTP -> new HttpConnect(target);
    };
  }
}
