package io.github.tinc4j.interop;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * TCP connections that carry noise both ways at the same time, each byte of it checked at the other
 * end.
 *
 * <p>The caller sends, after the byte {@link TrafficEnd#STREAM}: seed, bytes forth, bytes back
 * (long each), then the noise, then the end of the stream. The called sends its noise, then its
 * verdict in words.
 */
final class StreamTraffic {

  private static final int SILENCE_MS = 20_000;
  private static final String RIGHT = "right";

  private StreamTraffic() {}

  /**
   * Opens {@code connections} at once; returns when each has carried its bytes.
   *
   * @throws Noise.WrongData when any byte of any of them arrived wrong, here or there
   */
  static void call(InetSocketAddress to, int connections, long seed, long forth, long back)
      throws IOException, Noise.WrongData {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      long own = seed + i;
      all.add(inThread(() -> callOne(to, own, forth, back)));
    }
    join(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
  }

  private static void callOne(InetSocketAddress to, long seed, long forth, long back)
      throws IOException, Noise.WrongData {
    try (var socket = new Socket()) {
      socket.connect(to, SILENCE_MS);
      tune(socket);
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeByte(TrafficEnd.STREAM);
      out.writeLong(seed);
      out.writeLong(forth);
      out.writeLong(back);
      CompletableFuture<Void> sending =
          inThread(
              () -> {
                new NoiseStream(seed, forth).write(out);
                socket.shutdownOutput();
              });
      new NoiseStream(~seed, back).check(socket.getInputStream());
      join(sending); // the verdict comes after the last byte, and may take longer than silence may
      String verdict = new DataInputStream(socket.getInputStream()).readUTF();
      if (!verdict.equals(RIGHT)) {
        throw new Noise.WrongData("at the other end: " + verdict);
      }
    }
  }

  /** The other end of one connection. */
  static void answer(Socket socket, DataInputStream in) throws IOException {
    tune(socket);
    long seed = in.readLong();
    long forth = in.readLong();
    long back = in.readLong();
    OutputStream out = socket.getOutputStream();
    CompletableFuture<Void> sending = inThread(() -> new NoiseStream(~seed, back).write(out));
    String verdict = RIGHT;
    try {
      new NoiseStream(seed, forth).check(in);
      if (in.read() >= 0) {
        verdict = "the stream goes on after " + forth + " bytes";
      }
    } catch (Noise.WrongData e) {
      verdict = e.what();
      in.transferTo(OutputStream.nullOutputStream());
    }
    sending.join();
    new DataOutputStream(out).writeUTF(verdict);
  }

  private static void tune(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MS);
    socket.setTcpNoDelay(true);
  }

  /** What a thread of its own does for one connection. */
  private interface Work {
    void run() throws IOException, Noise.WrongData;
  }

  private static CompletableFuture<Void> inThread(Work work) {
    var done = new CompletableFuture<Void>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (IOException | Noise.WrongData | RuntimeException e) {
                done.completeExceptionally(e);
              }
            },
            "stream");
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private static void join(CompletableFuture<Void> work) throws IOException, Noise.WrongData {
    try {
      work.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof Noise.WrongData wrong) {
        throw wrong;
      }
      throw e;
    }
  }
}
