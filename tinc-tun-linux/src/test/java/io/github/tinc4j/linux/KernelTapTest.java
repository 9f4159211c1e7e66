package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A tap interface of the real kernel, in a network namespace that the test makes. */
@NullMarked
@ParameterizedClass(name = "offload {0}")
@ValueSource(booleans = {true, false})
class KernelTapTest extends KernelFixture {

  private static final String HERE = "10.77.0.1/24";
  private static final String MESH = "10.77.0.2";

  private final boolean offload;

  KernelTapTest(boolean offload) {
    this.offload = offload;
  }

  @Test
  void itsAddressIsThatOfTheInterface() throws Exception {
    TunDevice tap = tap(null);
    assertThat(tap.interfaceName()).matches("tap\\d+");
    assertThat(tap.layer()).isEqualTo(Layer.ETHERNET);
    Path file = Path.of("/sys/class/net", tap.interfaceName(), "address");
    assertThat(text(tap.hardwareAddress())).isEqualTo(Files.readString(file).trim());
  }

  @Test
  void pingGoesThroughBothWays() throws Exception {
    TunDevice tap = tap(uniqueName());
    NetworkNamespace namespace = namespace();
    namespace.take(tap.interfaceName(), HERE);
    neighbour(tap);
    CompletableFuture<Void> responder =
        Background.run(
            () -> {
              var echo = new EchoResponder(tap);
              while (echo.step() >= 0) {
                // answered
              }
            });
    namespace.must("ping", "-n", "-c", "3", "-i", "0.2", "-W", "20", MESH);
    namespace.must("ping", "-n", "-c", "1", "-W", "20", "-s", "1472", MESH);
    tap.close();
    responder.get();
  }

  @Test
  void whatIsNoFrameIsLeftOutAndTheRestGoes() throws Exception {
    TunDevice tap = tap(uniqueName());
    NetworkNamespace namespace = namespace();
    namespace.take(tap.interfaceName(), HERE);
    PacketBatch batch = Frames.batch(1, 2, 3);
    batch.setBounds(0, batch.offset(0), 13);
    batch.setBounds(2, batch.offset(2), 0);
    assertThat(tap.write(batch)).isEqualTo(1);
    assertThat(namespace.received(tap.interfaceName())).isEqualTo(1);
  }

  @Test
  void whileTheInterfaceIsDownAWriteTakesNothing() throws Exception {
    assertThat(tap(null).write(Frames.batch(1, 2))).isZero();
  }

  @Test
  void anInterfaceThatIsDeletedEndsReadAndWrite() throws Exception {
    TunDevice tap = tap(uniqueName());
    CompletableFuture<Integer> read = Background.call(() -> tap.read(new PacketBatch(1)));
    Shell.must(List.of("ip", "link", "delete", tap.interfaceName()));
    assertThatThrownBy(read::get).hasMessageContaining(tap.interfaceName() + " is gone");
    assertThatThrownBy(() -> tap.write(Frames.batch(1))).isInstanceOf(IOException.class);
  }

  /** Has the host know where to send packets for the mesh: it need not ask. */
  private void neighbour(TunDevice tap) throws Exception {
    String name = tap.interfaceName();
    namespace().must("ip", "neigh", "add", MESH, "lladdr", "02:00:00:00:00:02", "dev", name);
  }

  private TunDevice tap(@Nullable String name) throws Exception {
    return own(
        new LinuxProvider()
            .open(new DeviceSpec("tap", null, name, RoutingMode.SWITCH, offload, 0, null)));
  }

  private static String text(byte @Nullable [] address) {
    List<String> parts = new ArrayList<>();
    if (address != null) {
      for (byte b : address) {
        parts.add("%02x".formatted(b));
      }
    }
    return String.join(":", parts);
  }
}
