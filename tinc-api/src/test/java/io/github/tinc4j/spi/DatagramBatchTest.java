package io.github.tinc4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class DatagramBatchTest {

  private static final InetSocketAddress A =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final InetSocketAddress B =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);

  private final DatagramBatch batch = new DatagramBatch(2);

  private void add(InetSocketAddress address, int... bytes) {
    int at = batch.packets().nextStart();
    for (int b : bytes) {
      batch.packets().array()[at++] = (byte) b;
    }
    batch.add(bytes.length, address);
  }

  @Test
  void everyDatagramHasItsBytesAndItsAddress() {
    add(A, 1, 2);
    assertThat(batch.isFull()).isFalse();
    add(B, 3);
    assertThat(batch.isFull()).isTrue();
    assertThat(batch.count()).isEqualTo(2);
    assertThat(batch.address(0)).isSameAs(A);
    assertThat(batch.address(1)).isSameAs(B);
    assertThat(batch.bytes(1).remaining()).isEqualTo(1);
    assertThat(batch.bytes(1).get()).isEqualTo((byte) 3);
    assertThat(batch.bytes(0).remaining()).isEqualTo(2);
    assertThat(batch.bytes(0).get()).isEqualTo((byte) 1);
  }

  @Test
  void aDatagramIsRefusedUntilATransportSaysOtherwise() {
    add(A, 1);
    assertThat(batch.outcome(0)).isEqualTo(UdpTransport.Outcome.REFUSED);
    batch.setOutcome(0, UdpTransport.Outcome.SENT);
    assertThat(batch.outcome(0)).isEqualTo(UdpTransport.Outcome.SENT);
    batch.clear();
    add(B, 1);
    assertThat(batch.outcome(0)).isEqualTo(UdpTransport.Outcome.REFUSED);
  }

  @Test
  void onlySlotsInUseCanBeAskedFor() {
    add(A, 1);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.address(1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.outcome(1));
    batch.clear();
    assertThat(batch.count()).isZero();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.bytes(0));
  }
}
