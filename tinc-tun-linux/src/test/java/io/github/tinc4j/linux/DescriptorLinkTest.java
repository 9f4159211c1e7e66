package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.linux.FakeKernel.Call;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.testkit.Background;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NullMarked
@Timeout(30)
class DescriptorLinkTest {

  private static final int POLLERR = 8;

  private final FakeKernel kernel = new FakeKernel();
  private final PacketBatch batch = new PacketBatch(4);
  private LinkDevice device;

  @BeforeEach
  void open() throws IOException {
    var path = new OffHeap(8);
    int fd = kernel.open(path.address(), 0);
    var link = new DescriptorLink(kernel, fd, Wake.open(kernel, "test"), "descriptor 7");
    device = new LinkDevice(link, new LinkDevice.Identity(Layer.IP, false, "interface", "device"));
  }

  @AfterEach
  void nothingIsLeftOpen() {
    device.close();
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void aReadTakesWhatIsThereWithoutWaiting() throws IOException {
    for (String packet : new String[] {"1", "2", "3", "4", "5"}) {
      kernel.arrive(packet.getBytes(US_ASCII));
    }
    assertThat(device.read(batch)).isEqualTo(4);
    assertThat(device.read(batch)).isEqualTo(1);
    assertThat(Frames.bytes(batch, 0)).isEqualTo("5".getBytes(US_ASCII));
    assertThat(kernel.polls()).isZero();
  }

  @Test
  void closingWakesABlockedRead() throws Exception {
    CompletableFuture<Integer> read = Background.call(() -> device.read(batch));
    kernel.polled().await();
    kernel.failNext(Call.WAKE, Errno.EINTR);
    device.close();
    assertThat(read.get()).isEqualTo(-1);
  }

  @Test
  void aFailureWithoutAReasonIsAnErrorAndNotALoop() {
    kernel.report(POLLERR);
    assertThatThrownBy(() -> device.read(batch)).hasMessage("the descriptor 7 has failed");
    assertThat(kernel.polls()).isEqualTo(2);
  }

  @Test
  void anInterfaceMayGoDownAsOftenAsItLikes() {
    kernel.report(POLLERR);
    kernel.failNext(
        Call.READ, Errno.EAGAIN, Errno.ENETDOWN, Errno.ENETDOWN, Errno.ENETDOWN, Errno.EBADFD);
    assertThatThrownBy(() -> device.read(batch)).hasMessageContaining("read from");
  }

  @Test
  void callsThatASignalInterruptsAreRepeated() throws IOException {
    kernel.failNext(Call.READ, Errno.EINTR, Errno.EAGAIN, Errno.EINTR);
    kernel.failNext(Call.POLL, Errno.EINTR);
    kernel.arrive(new byte[20]);
    assertThat(device.read(batch)).isEqualTo(1);
  }

  @Test
  void aWakeThatFailsIsReportedAndTheDeviceIsClosed() {
    kernel.failNext(Call.WAKE, 9);
    assertThatThrownBy(device::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("descriptor 7: error 9");
    assertThat(kernel.openDescriptors()).isEmpty();
  }
}
