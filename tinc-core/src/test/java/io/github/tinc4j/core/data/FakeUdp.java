package io.github.tinc4j.core.data;

import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes down what is sent, and gives all of it one outcome. */
final class FakeUdp implements DatagramSender {

  /** One datagram. */
  record Sent(String peer, InetSocketAddress to, int socket, List<Byte> bytes, int frameLength) {}

  final List<Sent> sent = new ArrayList<>();
  final List<LocalWay> localWays = new ArrayList<>();
  Outcome outcome = Outcome.SENT;

  @Override
  public List<LocalWay> localWays() {
    return localWays;
  }

  @Override
  public void send(Datagrams batch) {
    for (int slot = 0; slot < batch.count(); slot++) {
      int start = batch.packets().offset(slot);
      byte[] array = batch.packets().array();
      byte[] bytes = Arrays.copyOfRange(array, start, start + batch.packets().length(slot));
      sent.add(
          new Sent(
              batch.peer(slot).name().value(),
              batch.address(slot),
              batch.socket(slot),
              bytes(bytes),
              batch.frameLength(slot)));
      batch.setOutcome(slot, outcome);
    }
  }

  static List<Byte> bytes(byte[] array) {
    var list = new ArrayList<Byte>(array.length);
    for (byte b : array) {
      list.add(b);
    }
    return list;
  }
}
