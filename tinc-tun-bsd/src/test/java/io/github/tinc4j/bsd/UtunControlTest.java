package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.bsd.DeviceChoice.Utun;
import io.github.tinc4j.bsd.FakeBsd.Call;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.Layer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class UtunControlTest {

  private final FakeBsd kernel = new FakeBsd(FakeBsd.MACOS);

  @BeforeEach
  void name() {
    kernel.giveName("utun4");
  }

  @Test
  void theInterfaceHasTheNameThatTheKernelGives() throws Exception {
    try (BsdTun tun = open(null)) {
      assertThat(tun.interfaceName()).isEqualTo("utun4");
      assertThat(tun.deviceName()).as("without a Device").isEqualTo("utun4");
      assertThat(tun.layer()).isEqualTo(Layer.IP);
      assertThat(tun.hardwareAddress()).isNull();
    }
    try (BsdTun tun = open("utun")) {
      assertThat(tun.deviceName()).isEqualTo("utun");
    }
  }

  @Test
  void itIsAControlSocketThatDoesNotBlock() throws Exception {
    try (BsdTun tun = open("utun4")) {
      assertThat(tun.deviceName()).isEqualTo("utun4");
      assertThat(kernel.socketArguments())
          .as("PF_SYSTEM, SOCK_DGRAM, SYSPROTO_CONTROL")
          .containsExactly(32, 2, 2);
      assertThat(kernel.openDescriptors()).hasSize(3);
      assertThat(kernel.inheritedDescriptors()).isEmpty();
      assertThat(kernel.nonBlockingDescriptors()).isEqualTo(kernel.openDescriptors());
    }
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    ", 0",
    "utun, 0",
    "utun0, 1",
    "utun7, 8",
    "/dev/utun12, 13",
    "utun007, 8",
    "utun999999999, 1000000000",
  })
  void theUnitIsTheNumberOfTheDeviceAndOne(@Nullable String device, int unit) throws Exception {
    open(device).close();
    ByteBuffer address = ByteBuffer.wrap(kernel.connectedTo()).order(ByteOrder.nativeOrder());
    assertThat(address.remaining()).as("sizeof(struct sockaddr_ctl)").isEqualTo(32);
    assertThat(address.get(0)).as("sc_len").isEqualTo((byte) 32);
    assertThat(address.get(1)).as("sc_family").isEqualTo((byte) 32);
    assertThat(address.getShort(2)).as("ss_sysaddr").isEqualTo((short) 2);
    assertThat(address.getInt(4)).as("sc_id").isEqualTo(7);
    assertThat(address.getInt(8)).as("sc_unit").isEqualTo(unit);
    for (int at = 12; at < 32; at++) {
      assertThat(address.get(at)).as("sc_reserved").isZero();
    }
  }

  @Test
  void aNumberThatNoInterfaceHasIsNotTried() {
    DeviceException e = failure("utun1000000000");
    assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(e).hasMessageContaining("utun1000000000");
    assertThat(kernel.socketArguments()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SOCKET, 43, FAILED, open a control socket",
    "SOCKET, 1, NO_PERMISSION, run as root",
    "CONTROL_INFO, 2, NOT_FOUND, 10.6.8",
    "CONNECT, 1, NO_PERMISSION, run as root",
    "CONNECT, 16, IN_USE, another Device",
    "CONNECT, 12, FAILED, create",
    "GETSOCKOPT, 22, BAD_SETTING, name",
    "PIPE, 24, FAILED, pipe",
    "FCNTL, 9, FAILED, without blocking",
  })
  void whatFailsSaysWhyAndLeavesNothingOpen(Call call, int errno, Reason reason, String words) {
    kernel.failNext(call, errno);
    DeviceException e = failure("utun7");
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining(words).hasMessageContaining("error " + errno);
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void aFailureNamesTheDevice() {
    kernel.failNext(Call.CONNECT, Errno.EBUSY, Errno.EBUSY);
    assertThat(failure("utun7")).hasMessageContaining("the interface utun7");
    assertThat(failure(null)).hasMessageContaining("a utun interface");
  }

  @Test
  void aCallThatASignalInterruptsIsRepeated() throws Exception {
    kernel.failNext(Call.CONTROL_INFO, Errno.EINTR, Errno.EINTR);
    open(null).close();
    assertThat(kernel.connectedTo()).isNotEmpty();
  }

  private BsdTun open(@Nullable String device) throws DeviceException {
    return new DeviceOpener(kernel, MacOs.SYSTEM).open(new Utun(device));
  }

  private DeviceException failure(@Nullable String device) {
    return catchThrowableOfType(DeviceException.class, () -> open(device).close());
  }
}
