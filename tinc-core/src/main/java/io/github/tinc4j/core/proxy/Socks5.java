package io.github.tinc4j.core.proxy;

import io.github.tinc4j.api.config.ProxySettings.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * SOCKS 5 (RFC 1928) with user and password (RFC 1929).
 *
 * <pre>
 * methods  05 01 method                            00 none, 02 user and password
 * reply    05 method                               FF: not that one
 * login    01 n user(n) m password(m)              with method 02 only
 * reply    01 status                               00: welcome
 * request  05 01 00 type address port(2)           type 1: 4 bytes, 3: n name(n), 4: 16 bytes
 * reply    05 code 00 type address port(2)         code 00: granted
 * </pre>
 *
 * <p>Each reply is waited for, as the RFC says. tincd sends all three requests at once, which some
 * proxies do not understand, and which tells the password to whoever asks for none. It wants the
 * second reply to begin with 05, so we take that as well.
 */
final class Socks5 implements ProxyHandshake {

  private static final int VERSION = 5;
  private static final int CONNECT = 1;
  private static final int NO_LOGIN = 0;
  private static final int LOGIN = 2;
  private static final int NO_METHOD = 0xff;
  private static final int LOGIN_VERSION = 1;
  private static final int OK = 0;

  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  /** Version and code. */
  private static final int SHORT_REPLY = 2;

  /** Up to the length of a name; every address has that many bytes. */
  private static final int REPLY_START = 5;

  private static final int PORT_LENGTH = 2;
  private static final int LONGEST_REPLY = REPLY_START + 255 + PORT_LENGTH;

  private enum Awaited {
    METHOD,
    WELCOME,
    CONNECTION
  }

  private final Server server;
  private final InetSocketAddress target;
  private final ReplyBytes reply = new ReplyBytes(LONGEST_REPLY);
  private Awaited awaited = Awaited.METHOD;

  Socks5(Server server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  private int method() {
    return server.user() == null ? NO_LOGIN : LOGIN;
  }

  @Override
  public ProxyStep begin() {
    return new ProxyStep.Say(new byte[] {VERSION, 1, (byte) method()});
  }

  @Override
  public ProxyStep receive(ByteBuffer bytes) {
    return switch (awaited) {
      case METHOD -> reply.fill(bytes, SHORT_REPLY) ? methodChosen() : ProxyStep.WAIT;
      case WELCOME -> reply.fill(bytes, SHORT_REPLY) ? loggedIn() : ProxyStep.WAIT;
      case CONNECTION -> connection(bytes);
    };
  }

  private ProxyStep methodChosen() {
    int chosen = reply.at(1);
    if (reply.at(0) != VERSION) {
      return ProxyStep.malformed("no SOCKS 5 proxy: it begins with " + reply.at(0));
    }
    if (chosen == NO_METHOD) {
      return ProxyStep.refused(
          method() == LOGIN ? "it takes no user and password" : "it wants authentication");
    }
    if (chosen != method()) {
      return ProxyStep.malformed("it chose method " + chosen + ", which we do not offer");
    }
    return chosen == LOGIN ? say(Awaited.WELCOME, login()) : say(Awaited.CONNECTION, request());
  }

  private byte[] login() {
    byte[] user = bytes(server.user());
    byte[] password = bytes(server.password());
    return ByteBuffer.allocate(3 + user.length + password.length)
        .put((byte) LOGIN_VERSION)
        .put((byte) user.length)
        .put(user)
        .put((byte) password.length)
        .put(password)
        .array();
  }

  private static byte[] bytes(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private ProxyStep loggedIn() {
    if (reply.at(0) != LOGIN_VERSION && reply.at(0) != VERSION) {
      return ProxyStep.malformed("no answer to a login: it begins with " + reply.at(0));
    }
    return reply.at(1) == OK
        ? say(Awaited.CONNECTION, request())
        : ProxyStep.refused("user or password is wrong");
  }

  private byte[] request() {
    InetAddress address = target.getAddress();
    byte[] name = bytes(target.getHostString());
    byte[] where = address == null ? name : address.getAddress();
    int type = address == null ? NAME : where.length == 4 ? IPV4 : IPV6;
    ByteBuffer request =
        ByteBuffer.allocate(4 + (type == NAME ? 1 : 0) + where.length + PORT_LENGTH)
            .put((byte) VERSION)
            .put((byte) CONNECT)
            .put((byte) 0)
            .put((byte) type);
    if (type == NAME) {
      request.put((byte) where.length);
    }
    return request.put(where).putShort((short) target.getPort()).array();
  }

  private ProxyStep say(Awaited answer, byte[] bytes) {
    awaited = answer;
    reply.clear();
    return new ProxyStep.Say(bytes);
  }

  private ProxyStep connection(ByteBuffer bytes) {
    if (!reply.fill(bytes, SHORT_REPLY)) {
      return ProxyStep.WAIT;
    }
    if (reply.at(0) != VERSION) {
      return ProxyStep.malformed("no SOCKS 5 reply: it begins with " + reply.at(0));
    }
    if (reply.at(1) != OK) {
      return ProxyStep.refused(reason(reply.at(1)));
    }
    if (!reply.fill(bytes, REPLY_START)) {
      return ProxyStep.WAIT;
    }
    int type = reply.at(3);
    if (type != IPV4 && type != NAME && type != IPV6) {
      return ProxyStep.malformed("an address of type " + type);
    }
    // The first byte of an address has been read; that of a name is its length.
    int left = type == IPV4 ? 3 : type == IPV6 ? 15 : reply.at(4);
    boolean whole = reply.fill(bytes, REPLY_START + left + PORT_LENGTH);
    return whole ? ProxyStep.GRANTED : ProxyStep.WAIT;
  }

  /** RFC 1928, section 6. */
  private static String reason(int code) {
    return switch (code) {
      case 1 -> "general failure";
      case 2 -> "its rules do not allow it";
      case 3 -> "network unreachable";
      case 4 -> "host unreachable";
      case 5 -> "connection refused";
      case 6 -> "TTL expired";
      case 7 -> "it cannot connect";
      case 8 -> "it does not know this kind of address";
      default -> "code " + code;
    };
  }
}
