package io.github.tinc4j.core.proxy;

import io.github.tinc4j.api.config.ProxySettings.Kind;
import io.github.tinc4j.api.config.ProxySettings.Server;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * SOCKS 4 and 4A, from the papers "SOCKS: A protocol for TCP proxy across firewalls" and "SOCKS
 * 4A".
 *
 * <pre>
 * request  04 01 port(2) address(4) user 00          with a name the address is 0.0.0.1,
 *          04 01 port(2) 00 00 00 01 user 00 name 00   and the name follows (4A)
 * reply    00 code port(2) address(4)                code 5A: granted
 * </pre>
 */
final class Socks4 implements ProxyHandshake {

  private static final int CONNECT = 1;
  private static final int REPLY_LENGTH = 8;
  private static final int GRANTED = 0x5a;
  private static final byte[] NAME_FOLLOWS = {0, 0, 0, 1};

  private final Server server;
  private final InetSocketAddress target;
  private final ReplyBytes reply = new ReplyBytes(REPLY_LENGTH);

  Socks4(Server server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  @Override
  public ProxyStep begin() {
    InetAddress address = target.getAddress();
    boolean byName = target.isUnresolved() && server.kind() == Kind.SOCKS4A;
    if (!byName && !(address instanceof Inet4Address)) {
      return ProxyStep.impossible("a SOCKS 4 proxy reaches IPv4 addresses only");
    }
    byte[] user = bytes(server.user() == null ? "" : server.user());
    byte[] name = byName ? bytes(target.getHostString()) : new byte[0];
    ByteBuffer request =
        ByteBuffer.allocate(9 + user.length + (byName ? name.length + 1 : 0))
            .put((byte) 4)
            .put((byte) CONNECT)
            .putShort((short) target.getPort())
            .put(byName ? NAME_FOLLOWS : address.getAddress())
            .put(user)
            .put((byte) 0);
    if (byName) {
      request.put(name).put((byte) 0);
    }
    return new ProxyStep.Say(request.array());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public ProxyStep receive(ByteBuffer bytes) {
    if (!reply.fill(bytes, REPLY_LENGTH)) {
      return ProxyStep.WAIT;
    }
    if (reply.at(0) != 0) {
      return ProxyStep.malformed("no SOCKS 4 reply: it begins with " + reply.at(0));
    }
    return reply.at(1) == GRANTED ? ProxyStep.GRANTED : ProxyStep.refused(reason(reply.at(1)));
  }

  private static String reason(int code) {
    return switch (code) {
      case 0x5b -> "rejected, or not reached";
      case 0x5c -> "the proxy cannot reach our identd";
      case 0x5d -> "our identd names another user";
      default -> "code " + code;
    };
  }
}
