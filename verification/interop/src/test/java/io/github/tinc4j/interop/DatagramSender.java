package io.github.tinc4j.interop;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Sends the datagrams of a {@link DatagramPlan}, and those that were lost again until all have
 * arrived.
 *
 * <p>A TCP connection beside them paces the sender. On it goes, after the byte {@link
 * TrafficEnd#DATAGRAMS}, the plan; back comes the port of the {@link DatagramReceiver}, then the
 * number of the newest datagram from time to time. Each round ends with an {@code int} from here,
 * answered by {@link #MISSING} and the numbers that have not arrived; when there are none, the
 * verdict follows.
 */
final class DatagramSender {

  static final int MISSING = -1;

  /** In flight: less than the socket buffers of the nodes hold, 208 KiB by default. */
  private static final int WINDOW_BYTES = 144 * 1024;

  private static final int SILENCE_MS = 20_000;
  private static final int MAX_ROUNDS = 12;

  private final DatagramPlan plan;
  private final SendWindow window = new SendWindow(WINDOW_BYTES);

  private DatagramSender(DatagramPlan plan) {
    this.plan = plan;
  }

  /**
   * Sends all datagrams of the plan.
   *
   * @return what was lost at first, and what the receiver says
   * @throws Noise.WrongData when a datagram arrived wrong, or one never did
   */
  static String send(InetSocketAddress to, DatagramPlan plan) throws IOException, Noise.WrongData {
    return new DatagramSender(plan).send(to);
  }

  private String send(InetSocketAddress to) throws IOException, Noise.WrongData {
    try (var control = new Socket()) {
      control.connect(to, SILENCE_MS);
      control.setSoTimeout(SILENCE_MS);
      control.setTcpNoDelay(true);
      var out = new DataOutputStream(new BufferedOutputStream(control.getOutputStream()));
      var in = new DataInputStream(control.getInputStream());
      out.writeByte(TrafficEnd.DATAGRAMS);
      plan.write(out);
      out.flush();
      var receiver = new InetSocketAddress(to.getAddress(), in.readUnsignedShort());
      try (DatagramOut datagrams =
          plan.joined() ? new JoinedDatagrams(receiver) : new SingleDatagrams(receiver)) {
        int[] lost = sendAll(datagrams, out, in);
        String verdict = in.readUTF();
        if (!verdict.startsWith(DatagramReceiver.RIGHT)) {
          throw new Noise.WrongData(verdict);
        }
        return "lost " + lost.length + " of " + plan.count() + ", " + verdict;
      }
    }
  }

  /** Sends until all have arrived; those that were lost in the first round. */
  private int[] sendAll(DatagramOut datagrams, DataOutputStream out, DataInputStream in)
      throws IOException, Noise.WrongData {
    int[] lost = round(IntStream.range(0, plan.count()).toArray(), datagrams, out, in);
    int[] missing = lost;
    for (int rounds = 1; missing.length > 0; rounds++) {
      if (rounds == MAX_ROUNDS) {
        throw new Noise.WrongData(neverArrived(missing));
      }
      missing = round(missing, datagrams, out, in);
    }
    return lost;
  }

  /** Sends these; those of all that have not arrived. */
  private int[] round(
      int[] numbers, DatagramOut datagrams, DataOutputStream out, DataInputStream in)
      throws IOException {
    window.clear();
    CompletableFuture<int[]> missing = readReports(in);
    byte[] buffer = plan.buffer();
    for (int number : numbers) {
      int length = plan.compose(number, buffer);
      window.take(number, length);
      datagrams.send(buffer, length);
    }
    datagrams.flush();
    out.writeInt(numbers.length);
    out.flush();
    return missing.join();
  }

  private String neverArrived(int[] numbers) {
    String lengths =
        IntStream.of(numbers)
            .limit(20)
            .mapToObj(number -> number + " (" + plan.length(number) + " bytes)")
            .reduce("", (a, b) -> a + " " + b);
    return "sent "
        + MAX_ROUNDS
        + " times and never arrived: "
        + numbers.length
        + " datagrams:"
        + lengths;
  }

  /** Reads what the receiver says in one round, in a thread of its own; what is missing then. */
  private CompletableFuture<int[]> readReports(DataInputStream in) {
    var missing = new CompletableFuture<int[]>();
    Thread reading =
        new Thread(
            () -> {
              try {
                missing.complete(untilMissing(in));
              } catch (IOException e) {
                missing.completeExceptionally(e);
              }
            },
            "reports");
    reading.setDaemon(true);
    reading.start();
    return missing;
  }

  private int[] untilMissing(DataInputStream in) throws IOException {
    for (int newest = in.readInt(); newest != MISSING; newest = in.readInt()) {
      window.arrived(newest);
    }
    int[] missing = new int[in.readInt()];
    for (int i = 0; i < missing.length; i++) {
      missing[i] = in.readInt();
    }
    return missing;
  }
}
