package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.core.device.Devices;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of this host only (TTL 0). */
class MulticastDeviceTest extends DeviceContractTest {

  private static final String IPV4 = "239.255.99.7";
  private static final String IPV6 = "ff15::4:99";

  @BeforeAll
  static void thereIsANetworkThatCarriesGroups() throws SocketException {
    try (TunDevice device = open(IPV4, freePort())) {
      assertThat(device.layer()).isEqualTo(Layer.ETHERNET);
    } catch (DeviceException e) {
      Prerequisite.missing("a network that carries multicast groups: " + e.getMessage());
    }
  }

  private static int freePort() throws SocketException {
    try (var socket = new DatagramSocket()) {
      return socket.getLocalPort();
    }
  }

  private static TunDevice open(String group, int port) throws DeviceException {
    return Devices.open(
        new DeviceSpec(
            "multicast", group + " " + port + " 0", null, RoutingMode.SWITCH, true, 0, null));
  }

  @Override
  protected TunDevice open() throws Exception {
    return open(IPV4, freePort());
  }

  /** An Ethernet frame with this last byte of its source address, and this one of payload. */
  private static byte[] frame(int source, int payload) {
    byte[] frame = new byte[60];
    frame[5] = 1;
    frame[6] = 2;
    frame[11] = (byte) source;
    frame[12] = 8;
    frame[59] = (byte) payload;
    return frame;
  }

  private static void write(TunDevice device, byte[]... frames) throws Exception {
    var batch = new PacketBatch(frames.length);
    for (byte[] frame : frames) {
      batch.add(frame, 0, frame.length);
    }
    assertThat(device.write(batch)).isEqualTo(frames.length);
  }

  /** Reads so many frames. */
  private static List<List<Byte>> read(TunDevice device, int count) throws Exception {
    List<List<Byte>> frames = new ArrayList<>();
    var batch = new PacketBatch(8);
    while (frames.size() < count) {
      assertThat(device.read(batch)).isPositive();
      for (int slot = 0; slot < batch.count(); slot++) {
        byte[] bytes = new byte[batch.length(slot)];
        System.arraycopy(batch.array(), batch.offset(slot), bytes, 0, bytes.length);
        frames.add(bytes(bytes));
      }
    }
    return frames;
  }

  private static List<Byte> bytes(byte[] array) {
    List<Byte> list = new ArrayList<>();
    for (byte b : array) {
      list.add(b);
    }
    return list;
  }

  @ParameterizedTest
  @ValueSource(strings = {IPV4, IPV6})
  void membersOfAGroupHearEachOtherAndNotThemselves(String group) throws Exception {
    int port = freePort();
    try (TunDevice one = open(group, port);
        TunDevice other = open(group, port)) {
      write(one, frame(1, 10), frame(2, 11), frame(1, 12));
      assertThat(read(other, 3))
          .containsExactly(bytes(frame(1, 10)), bytes(frame(2, 11)), bytes(frame(1, 12)));
      write(other, frame(3, 13));
      assertThat(read(one, 1)).containsExactly(bytes(frame(3, 13)));
    }
  }

  @Test
  void aFrameOfTheLongestLengthArrivesWholeAndWhatIsNoneIsNotSent() throws Exception {
    int port = freePort();
    try (TunDevice one = open(IPV4, port);
        TunDevice other = open(IPV4, port)) {
      byte[] longest = new byte[1518];
      longest[11] = 1;
      longest[1517] = 9;
      var none = new PacketBatch(1);
      none.add(1);
      assertThat(one.write(none)).as("what is no frame").isZero();
      write(one, longest);
      assertThat(read(other, 1)).containsExactly(bytes(longest));
    }
  }

  @Test
  void itsNamesAreThoseOfItsSettings() throws Exception {
    String device = IPV4 + " " + freePort() + " 0";
    for (String name : new String[] {"lan7", null}) {
      var spec = new DeviceSpec("multicast", device, name, RoutingMode.SWITCH, true, 0, null);
      try (TunDevice opened = Devices.open(spec)) {
        assertThat(opened.deviceName()).isEqualTo(device);
        assertThat(opened.interfaceName()).isEqualTo(name == null ? "multicast" : name);
        assertThat(opened.hardwareAddress()).isNull();
      }
    }
  }
}
