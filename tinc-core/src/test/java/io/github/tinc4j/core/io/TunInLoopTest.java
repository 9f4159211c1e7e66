package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.data.Counters;
import io.github.tinc4j.core.data.DataPlane;
import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.core.data.UdpSockets;
import io.github.tinc4j.core.forward.ForwardingCell;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors of a device that is read (spec 40, 6). */
@Timeout(30)
class TunInLoopTest {

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicInteger reads = new AtomicInteger();

  /** Reads a device that fails so often, then has a packet, fails so often again, then ends. */
  private long runMs(int errors, int moreErrors) throws IOException {
    TunDevice device = mock(TunDevice.class);
    when(device.layer()).thenReturn(Layer.IP);
    when(device.read(any(PacketBatch.class)))
        .thenAnswer(
            call -> {
              int read = reads.incrementAndGet();
              if (read == errors + 1) {
                call.<PacketBatch>getArgument(0).clear();
                return 0;
              }
              if (read > errors + 1 + moreErrors) {
                return -1;
              }
              throw new IOException("error " + read);
            });
    var plane =
        new DataPlane(
            NodeConfig.builder(NodeName.of("us"), mock(RSAPrivateKey.class)).build(),
            new ForwardingCell(),
            new PuntQueue(1, 1, () -> {}),
            device,
            new UdpSockets(List.of()),
            new Counters(),
            destination -> null);
    long beginNs = System.nanoTime();
    new TunInLoop(device, new PacketLane(1, plane), failure::set).run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs);
  }

  @Test
  void afterAnErrorItRestsLongerEachTimeUntilAReadGoesWell() throws IOException {
    assertThat(runMs(6, 6)).isGreaterThanOrEqualTo(2 * 50L * (1 + 2 + 3 + 4 + 5 + 6));
    assertThat(failure.get()).isNull();
    assertThat(reads.get()).isEqualTo(6 + 1 + 6 + 1);
  }

  @Test
  void moreThanTenErrorsInARowEndTheNode() throws IOException {
    assertThat(runMs(20, 0)).isGreaterThanOrEqualTo(50L * 55);
    assertThat(failure.get()).hasMessage("error 11");
    assertThat(reads.get()).isEqualTo(11);
  }
}
