package io.github.tinc4j.api.config;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code Proxy}: what outgoing meta connections are made through. Packets that go by UDP never are,
 * and neither are connections that come in. What makes settings throws {@link
 * IllegalArgumentException} for what {@link Server} or {@link Exec} does not allow.
 *
 * <pre>{@code
 * NodeConfig.builder(name, key).proxy(ProxySettings.socks5("127.0.0.1", 1080))
 * }</pre>
 */
public sealed interface ProxySettings {

  /** {@code Proxy = socks4 host port}: SOCKS version 4, which reaches IPv4 addresses only. */
  static ProxySettings socks4(String host, int port) {
    return new Server(Kind.SOCKS4, host, port, null, null);
  }

  /** {@code Proxy = socks4a host port}: as {@link #socks4}, and the proxy looks names up. */
  static ProxySettings socks4a(String host, int port) {
    return new Server(Kind.SOCKS4A, host, port, null, null);
  }

  /** {@code Proxy = socks5 host port}: SOCKS version 5 (RFC 1928) without authentication. */
  static ProxySettings socks5(String host, int port) {
    return new Server(Kind.SOCKS5, host, port, null, null);
  }

  /** {@code Proxy = socks5 host port user password}: as {@link #socks5} with RFC 1929. */
  static ProxySettings socks5(String host, int port, String user, String password) {
    return new Server(Kind.SOCKS5, host, port, user, password);
  }

  /** {@code Proxy = http host port}: HTTP CONNECT (RFC 9110, 9.3.6), without authentication. */
  static ProxySettings http(String host, int port) {
    return new Server(Kind.HTTP, host, port, null, null);
  }

  /** {@code Proxy = exec command}: the command's input and output are the connection. */
  static ProxySettings exec(String command) {
    return new Exec(command);
  }

  /** The protocols that proxies speak. */
  enum Kind {
    /** SOCKS version 4; may be given a user, has no password. */
    SOCKS4,
    /** SOCKS version 4 with names that the proxy looks up; may be given a user. */
    SOCKS4A,
    /** SOCKS version 5; may be given a user with a password. */
    SOCKS5,
    /** HTTP; takes neither. */
    HTTP
  }

  /**
   * A server that connects us to others.
   *
   * @param kind how to talk to it
   * @param host its numeric address or host name; a name is resolved at each attempt to connect
   * @param port its TCP port, 1 to 65535
   * @param user who we are to it; null for nobody in particular
   * @param password proves it; given with a user for SOCKS 5, null otherwise
   */
  record Server(Kind kind, String host, int port, @Nullable String user, @Nullable String password)
      implements ProxySettings {

    private static final int LONGEST = 255;

    /**
     * Checks what the protocol can express.
     *
     * @throws IllegalArgumentException when {@code host} is empty, {@code port} is not 1 to 65535,
     *     or user and password are not what {@code kind} takes: with SOCKS 5 both or none, of 1 to
     *     255 bytes each; with SOCKS 4 a user without zero bytes, of at most 255 bytes
     */
    public Server {
      Objects.requireNonNull(kind);
      if (host.isEmpty()) {
        throw new IllegalArgumentException("no host");
      }
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("port not 1 to 65535: " + port);
      }
      switch (kind) {
        case SOCKS5 -> {
          if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("SOCKS 5 takes a user with a password, or none");
          }
          if (user != null && password != null && !(fits(user) && fits(password))) {
            throw new IllegalArgumentException("user or password not 1 to 255 bytes");
          }
        }
        case SOCKS4, SOCKS4A -> {
          if (password != null) {
            throw new IllegalArgumentException("SOCKS 4 takes no password");
          }
          if (user != null && (!fits(user) || user.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("user not 1 to 255 bytes, none of them zero");
          }
        }
        case HTTP -> {
          if (user != null || password != null) {
            throw new IllegalArgumentException("HTTP is spoken without user and password");
          }
        }
      }
    }

    private static boolean fits(String text) {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      return bytes > 0 && bytes <= LONGEST;
    }

    /** As in {@code tinc.conf}, but for the password. */
    @Override
    public String toString() {
      return kind.name().toLowerCase(Locale.ROOT)
          + " "
          + host
          + " "
          + port
          + (user == null ? "" : " " + user)
          + (password == null ? "" : " (password)");
    }
  }

  /**
   * A command that makes the connection itself, run by {@code /bin/sh} for each attempt. What the
   * peer sends it has to write to its standard output, what it reads from its standard input goes
   * to the peer; its standard error is that of this process. It gets the environment of this
   * process with {@code REMOTEADDRESS} and {@code REMOTEPORT} (where to connect to), {@code NODE}
   * (the peer), {@code NAME} (this node) and, if there is one, {@code NETNAME}. It is ended with
   * the connection.
   *
   * @param command for the shell
   */
  record Exec(String command) implements ProxySettings {

    /**
     * Checks the command.
     *
     * @throws IllegalArgumentException when there is none, or it has a zero byte
     */
    public Exec {
      if (command.isBlank() || command.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("no command, or one with a zero byte");
      }
    }

    /** Without the command, which may have a password in it. */
    @Override
    public String toString() {
      return "exec";
    }
  }
}
