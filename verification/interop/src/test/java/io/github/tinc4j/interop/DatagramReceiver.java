package io.github.tinc4j.interop;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Receives what a {@link DatagramSender} sends, and looks at every byte of it. */
final class DatagramReceiver {

  static final String RIGHT = "all right: ";

  private static final int BUFFER_BYTES = 1 << 20;

  /** At the end of a round: what has not come for so long is lost. */
  private static final int SILENCE_MS = 300;

  /**
   * The window has room for six of the longest: some may be lost, and it must move all the same.
   */
  private static final int REPORT_EVERY = 2;

  private static final int MAX_COMPLAINTS = 5;

  private final DatagramPlan plan;
  private final byte[] expected;
  private final BitSet arrived = new BitSet();
  private final List<String> complaints = new ArrayList<>();

  /** In this round. */
  private int newest = -1;

  private int wrong;
  private int repeated;
  private int overtaken;
  private volatile boolean roundEnded;
  private volatile boolean senderGone;

  private DatagramReceiver(DatagramPlan plan) {
    this.plan = plan;
    this.expected = plan.buffer();
  }

  /** The other end of one sender. */
  static void answer(Socket control, DataInputStream in) throws IOException {
    control.setTcpNoDelay(true);
    new DatagramReceiver(DatagramPlan.read(in)).receive(control, in);
  }

  private void receive(Socket control, DataInputStream in) throws IOException {
    try (var socket = new DatagramSocket(new InetSocketAddress(control.getLocalAddress(), 0))) {
      socket.setReceiveBufferSize(BUFFER_BYTES);
      socket.setSoTimeout(SILENCE_MS);
      var out = new DataOutputStream(new BufferedOutputStream(control.getOutputStream()));
      out.writeShort(socket.getLocalPort());
      out.flush();
      Thread ends = new Thread(() -> readEnds(in), "round-ends");
      ends.setDaemon(true);
      ends.start();

      var datagram = new DatagramPacket(new byte[1 << 16], 1 << 16);
      int unreported = 0;
      while (!senderGone && arrived.cardinality() < plan.count()) {
        boolean ended = roundEnded; // before the wait: what has been sent by then has come now
        if (await(socket, datagram)) {
          check(datagram);
          if (++unreported == REPORT_EVERY && newest >= 0) {
            unreported = 0;
            out.writeInt(newest);
            out.flush();
          }
        } else if (ended) {
          roundEnded = false;
          newest = -1;
          sendMissing(out);
        }
      }
      sendMissing(out);
      out.writeUTF(verdict());
      out.flush();
      ends.join(); // the sender closes first: what it still sends must not reset the connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean await(DatagramSocket socket, DatagramPacket datagram) throws IOException {
    try {
      datagram.setLength(datagram.getData().length);
      socket.receive(datagram);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private void readEnds(DataInputStream in) {
    try {
      while (true) {
        in.readInt();
        roundEnded = true;
      }
    } catch (IOException e) {
      senderGone = true;
    }
  }

  private void check(DatagramPacket datagram) {
    byte[] found = datagram.getData();
    int length = datagram.getLength();
    int number = identify(found, length);
    if (number < 0) {
      complain(length + " bytes that are none of those sent, from " + datagram.getSocketAddress());
      return;
    }
    plan.compose(number, expected);
    try {
      Noise.check(expected, 0, found, 0, length, "datagram " + number);
    } catch (Noise.WrongData e) {
      complain(e.what());
      return;
    }
    if (arrived.get(number)) {
      repeated++;
    }
    arrived.set(number);
    if (number < newest) {
      overtaken++;
    }
    newest = Math.max(newest, number);
  }

  /** The number of a datagram, or -1 when there is none of its length that it can be. */
  private int identify(byte[] datagram, int length) {
    int low = DatagramPlan.numberIn(datagram, length);
    if (length >= Integer.BYTES) {
      return low >= 0 && low < plan.count() && plan.fits(low, length, low) ? low : -1;
    }
    for (int number = arrived.nextClearBit(0);
        number < plan.count();
        number = arrived.nextClearBit(number + 1)) {
      if (plan.fits(number, length, low)) {
        return number;
      }
    }
    return -1;
  }

  private void complain(String what) {
    wrong++;
    if (complaints.size() < MAX_COMPLAINTS) {
      complaints.add(what);
    }
  }

  private void sendMissing(DataOutputStream out) throws IOException {
    int[] missing =
        IntStream.range(0, plan.count()).filter(number -> !arrived.get(number)).toArray();
    out.writeInt(DatagramSender.MISSING);
    out.writeInt(missing.length);
    for (int number : missing) {
      out.writeInt(number);
    }
    out.flush();
  }

  private String verdict() {
    return wrong > 0
        ? wrong + " datagrams were wrong: " + complaints
        : RIGHT + "overtaken " + overtaken + ", repeated " + repeated;
  }
}
