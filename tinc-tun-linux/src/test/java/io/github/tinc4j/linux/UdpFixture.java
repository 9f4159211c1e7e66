package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Sockets of a kernel that does as the test says, closed after it. */
@NullMarked
@Timeout(30)
abstract class UdpFixture {

  final FakeSockets kernel = new FakeSockets();

  private final List<LinuxUdp> opened = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    opened.forEach(LinuxUdp::close);
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  /** A socket on that address. */
  final LinuxUdp open(String address, boolean offload) throws IOException {
    LinuxUdp udp = new UdpOpener(kernel).open(new UdpSpec(at(address, 655), true, 0, 0, offload));
    opened.add(udp);
    return udp;
  }

  static InetSocketAddress at(String address, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  static int add(DatagramBatch batch, String text, InetSocketAddress to) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, batch.packets().array(), batch.packets().nextStart(), bytes.length);
    return batch.add(bytes.length, to);
  }

  static List<String> texts(DatagramBatch batch) {
    List<String> texts = new ArrayList<>();
    for (int slot = 0; slot < batch.count(); slot++) {
      int offset = batch.packets().offset(slot);
      int length = batch.packets().length(slot);
      texts.add(new String(batch.packets().array(), offset, length, US_ASCII));
    }
    return texts;
  }

  static List<Outcome> outcomes(DatagramBatch batch) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int slot = 0; slot < batch.count(); slot++) {
      outcomes.add(batch.outcome(slot));
    }
    return outcomes;
  }
}
