package io.github.tinc4j.interop;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program that sends checked traffic to others of its kind, and answers them. It runs on a host
 * of the mesh and uses the VPN as any program does.
 *
 * <p>A line of input is one task; its outcome is one line of output: {@code done} or {@code
 * failed}, and what there is to tell. It ends at the end of its input.
 */
final class TrafficEnd {

  static final int PORT = 7000;

  /** First byte of a connection: {@link StreamTraffic}. */
  static final int STREAM = 'S';

  /** First byte of a connection: {@link DatagramSender}. */
  static final int DATAGRAMS = 'D';

  private TrafficEnd() {}

  public static void main(String[] args) throws IOException {
    try (var server = new ServerSocket(PORT)) {
      Thread accepting = new Thread(() -> accept(server), "accept");
      accepting.setDaemon(true);
      accepting.start();
      System.out.println("listening");
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(outcome(List.of(line.split(" "))));
      }
    }
  }

  private static String outcome(List<String> task) {
    try {
      long start = System.nanoTime();
      String told = run(task);
      return "done in " + (System.nanoTime() - start) / 1_000_000 + " ms: " + told;
    } catch (IOException | Noise.WrongData | RuntimeException e) {
      return "failed: " + e;
    }
  }

  /**
   * {@code streams ADDRESS SEED CONNECTIONS FORTH BACK}, bytes for each connection, or {@code
   * datagrams ADDRESS} and a {@link DatagramPlan}.
   */
  private static String run(List<String> task) throws IOException, Noise.WrongData {
    var to = new InetSocketAddress(task.get(1), PORT);
    return switch (task.get(0)) {
      case "streams" -> {
        int connections = Integer.parseInt(task.get(3));
        long forth = Long.parseLong(task.get(4));
        long back = Long.parseLong(task.get(5));
        StreamTraffic.call(to, connections, Long.parseLong(task.get(2)), forth, back);
        yield connections + " streams all right";
      }
      case "datagrams" -> DatagramSender.send(to, DatagramPlan.parse(task.subList(2, task.size())));
      default -> throw new IllegalArgumentException("unknown task " + task.get(0));
    };
  }

  private static void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> answer(socket), "answer");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      System.out.println("no longer listening: " + e);
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      if (in.readByte() == STREAM) {
        StreamTraffic.answer(socket, in);
      } else {
        DatagramReceiver.answer(socket, in);
      }
    } catch (IOException | RuntimeException e) {
      System.out.println("answering failed: " + e);
    }
  }
}
