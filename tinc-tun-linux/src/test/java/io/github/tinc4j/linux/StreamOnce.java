package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/**
 * A program at one end of a TCP connection. {@code receive PORT} prints "ready", takes one
 * connection, answers with the SHA-256 of all that came, and ends. {@code send ADDRESS PORT BYTES}
 * sends that many random bytes, and prints "ok" when the answer is theirs.
 */
@NullMarked
final class StreamOnce {

  private static final int SOON_MS = 60_000;

  private StreamOnce() {}

  @SuppressWarnings("SystemOut") // that is what it is for
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("receive")) {
      try (var server = new ServerSocket(Integer.parseInt(arguments[1]))) {
        server.setSoTimeout(SOON_MS);
        System.out.println("ready");
        receive(server);
      }
    } else {
      InetAddress to = InetAddress.getByName(arguments[1]);
      try (var socket = new Socket(to, Integer.parseInt(arguments[2]))) {
        System.out.println(send(socket, Long.parseLong(arguments[3])) ? "ok" : "damaged");
      }
    }
  }

  private static void receive(ServerSocket server) throws Exception {
    try (Socket socket = server.accept()) {
      socket.setSoTimeout(SOON_MS);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[100_000];
      InputStream in = socket.getInputStream();
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        digest.update(part, 0, n);
      }
      socket.getOutputStream().write(text(digest));
    }
  }

  private static boolean send(Socket socket, long bytes) throws Exception {
    socket.setSoTimeout(SOON_MS);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    var random = new Random();
    OutputStream out = socket.getOutputStream();
    for (long left = bytes; left > 0; ) {
      byte[] part = new byte[(int) Math.min(left, 1 + random.nextInt(200_000))];
      random.nextBytes(part);
      digest.update(part);
      out.write(part);
      left -= part.length;
    }
    socket.shutdownOutput();
    byte[] answer = socket.getInputStream().readAllBytes();
    return new String(answer, US_ASCII).equals(new String(text(digest), US_ASCII));
  }

  private static byte[] text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).getBytes(US_ASCII);
  }
}
