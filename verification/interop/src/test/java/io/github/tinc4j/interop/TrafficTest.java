package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That checked traffic notices what it is there to notice. */
@Timeout(120)
class TrafficTest {

  private static final NoiseStream STREAM = new NoiseStream(7, 300_001);
  private static final DatagramPlan PLAN = new DatagramPlan(7, 200, 1, 300, 3, false);

  private static byte[] written() throws IOException {
    var bytes = new ByteArrayOutputStream();
    STREAM.write(bytes);
    return bytes.toByteArray();
  }

  private static void assertWrong(byte[] arrived) {
    assertThatExceptionOfType(Noise.WrongData.class)
        .isThrownBy(() -> STREAM.check(new ByteArrayInputStream(arrived)));
  }

  @Test
  void aStreamIsReadBackAsItWasWritten() throws IOException {
    byte[] bytes = written();
    assertThat(bytes).hasSize((int) STREAM.length());
    assertThatNoException().isThrownBy(() -> STREAM.check(new ByteArrayInputStream(bytes)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1447, 65_535, 65_536, 300_000})
  void aChangedByteOfAStreamIsNoticed(int position) throws IOException {
    byte[] bytes = written();
    bytes[position] ^= 0x10;
    assertWrong(bytes);
  }

  @Test
  void segmentsThatChangedPlacesAreNoticed() throws IOException {
    byte[] bytes = written();
    byte[] first = Arrays.copyOfRange(bytes, 14_000, 15_400);
    System.arraycopy(bytes, 15_400, bytes, 14_000, 1400);
    System.arraycopy(first, 0, bytes, 15_400, 1400);
    assertWrong(bytes);
  }

  @Test
  void aSegmentThatIsLostOrComesTwiceIsNoticed() throws IOException {
    byte[] bytes = written();
    byte[] without = bytes.clone();
    System.arraycopy(bytes, 71_400, without, 70_000, bytes.length - 71_400);
    assertWrong(without);
    byte[] twice = bytes.clone();
    System.arraycopy(bytes, 70_000, twice, 71_400, bytes.length - 71_400);
    assertWrong(twice);
  }

  @Test
  void anEndThatIsMissingIsNoticed() throws IOException {
    byte[] bytes = written();
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(() -> STREAM.check(new ByteArrayInputStream(bytes, 0, bytes.length - 1)));
  }

  /** The receiver of {@link #PLAN}, with a sender that sends what the test likes. */
  private static final class Receiver implements AutoCloseable {
    private final Socket control;
    private final DatagramSocket socket = new DatagramSocket();
    private final DataInputStream in;
    private final DataOutputStream out;
    private final InetSocketAddress to;

    Receiver() throws IOException {
      InetAddress here = InetAddress.getLoopbackAddress();
      try (var server = new ServerSocket(0, 1, here)) {
        control = new Socket(here, server.getLocalPort());
        Socket other = server.accept();
        var unused =
            CompletableFuture.runAsync(
                () -> {
                  try (other) {
                    DatagramReceiver.answer(other, new DataInputStream(other.getInputStream()));
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
      }
      in = new DataInputStream(control.getInputStream());
      out = new DataOutputStream(control.getOutputStream());
      PLAN.write(out);
      to = new InetSocketAddress(here, in.readUnsignedShort());
    }

    void send(byte[] bytes, int length) throws IOException {
      socket.send(new DatagramPacket(bytes, length, to));
    }

    void send(int number) throws IOException {
      byte[] bytes = PLAN.buffer();
      send(bytes, PLAN.compose(number, bytes));
    }

    /** Ends the round; what is missing. */
    int[] missing() throws IOException {
      out.writeInt(0);
      int number = in.readInt();
      while (number != DatagramSender.MISSING) {
        number = in.readInt();
      }
      int[] missing = new int[in.readInt()];
      for (int i = 0; i < missing.length; i++) {
        missing[i] = in.readInt();
      }
      return missing;
    }

    String verdict() throws IOException {
      return in.readUTF();
    }

    @Override
    public void close() throws IOException {
      control.close();
      socket.close();
    }
  }

  @Test
  void datagramsThatAreMissingAreNamedUntilTheyCome() throws IOException {
    try (var receiver = new Receiver()) {
      for (int number = 0; number < PLAN.count(); number++) {
        if (number % 50 != 9) {
          receiver.send(number);
        }
      }
      assertThat(receiver.missing()).containsExactly(9, 59, 109, 159);
      receiver.send(9);
      receiver.send(109);
      assertThat(receiver.missing()).containsExactly(59, 159);
      receiver.send(59);
      receiver.send(159);
      assertThat(receiver.missing()).isEmpty();
      assertThat(receiver.verdict()).isEqualTo(DatagramReceiver.RIGHT + "overtaken 0, repeated 0");
    }
  }

  @Test
  void datagramsThatOvertakeOrComeTwiceAreCounted() throws IOException {
    try (var receiver = new Receiver()) {
      receiver.send(5);
      receiver.send(5);
      for (int number = 0; number < PLAN.count(); number++) {
        if (number != 5) {
          receiver.send(number);
        }
      }
      assertThat(receiver.missing()).isEmpty();
      assertThat(receiver.verdict()).isEqualTo(DatagramReceiver.RIGHT + "overtaken 5, repeated 1");
    }
  }

  @Test
  void aDatagramThatIsChangedCutOrExtendedIsNoticed() throws IOException {
    try (var receiver = new Receiver()) {
      byte[] bytes = PLAN.buffer();
      int length = PLAN.compose(3, bytes);
      bytes[length - 1] ^= 1;
      receiver.send(bytes, length);
      bytes[length - 1] ^= 1;
      receiver.send(bytes, length - 1);
      receiver.send(bytes, length + 1);
      for (int number = 0; number < PLAN.count(); number++) {
        receiver.send(number);
      }
      assertThat(receiver.missing()).isEmpty();
      assertThat(receiver.verdict()).startsWith("3 datagrams were wrong");
    }
  }

  @Test
  void evenTheShortestDatagramsAreToldApart() {
    var plan = new DatagramPlan(7, 2000, 1, 9000, 1, false);
    byte[] bytes = plan.buffer();
    for (int number = 0; number < plan.count(); number++) {
      int length = plan.compose(number, bytes);
      assertThat(length).isBetween(1, 9000);
      assertThat(plan.fits(number, length, DatagramPlan.numberIn(bytes, length))).isTrue();
      assertThat(plan.fits(number ^ 1, length, DatagramPlan.numberIn(bytes, length))).isFalse();
    }
  }
}
