package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What lies before a packet, on every system and seen from its kernel. */
@NullMarked
@Timeout(30)
class PacketFormatTest {

  private static final int MAX = PacketBatch.MAX_PACKET;

  @ParameterizedTest
  @EnumSource(names = ".*TUN.*", mode = Mode.MATCH_ALL)
  void packetsOfBothVersionsGoBothWays(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    try (BsdTun tun = opened.open(kernel)) {
      var batch = new PacketBatch(3);
      kernel.arrive(TestPacket.ipv4(1));
      kernel.arrive(TestPacket.ipv6(2));
      assertThat(tun.read(batch)).isEqualTo(2);
      assertThat(TestPacket.in(batch)).containsExactly(TestPacket.ipv4(1), TestPacket.ipv6(2));
      assertThat(tun.write(TestPacket.batch(TestPacket.ipv6(3), TestPacket.ipv4(4)))).isEqualTo(2);
      assertThat(kernel.written()).containsExactly(TestPacket.ipv6(3), TestPacket.ipv4(4));
    }
  }

  @ParameterizedTest
  @EnumSource(names = ".*TUN.*", mode = Mode.MATCH_ALL)
  void whatIsNoIpPacketIsLeftOutBothWays(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    byte[] five = TestPacket.packet(0x55, 1, 20);
    byte[] zero = new byte[20];
    try (BsdTun tun = opened.open(kernel)) {
      var batch = new PacketBatch(4);
      kernel.arrive(five);
      kernel.arrive(zero);
      kernel.arrive(TestPacket.ipv4(2));
      assertThat(tun.read(batch)).isEqualTo(1);
      assertThat(TestPacket.in(batch)).containsExactly(TestPacket.ipv4(2));
      PacketBatch mixed = TestPacket.batch(five, zero, new byte[0], TestPacket.ipv6(3));
      assertThat(tun.write(mixed)).isEqualTo(1);
      assertThat(kernel.written()).containsExactly(TestPacket.ipv6(3));
    }
  }

  @ParameterizedTest
  @EnumSource(names = ".*_TAP", mode = Mode.MATCH_ALL)
  void framesGoBothWaysAsTheyAre(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    byte[] frame = TestPacket.packet(0xff, 1, 60);
    byte[] header = TestPacket.packet(0, 2, 14);
    try (BsdTun tap = opened.open(kernel)) {
      var batch = new PacketBatch(3);
      kernel.arrive(frame);
      kernel.arrive(header);
      assertThat(tap.read(batch)).isEqualTo(2);
      assertThat(TestPacket.in(batch)).containsExactly(frame, header);
      assertThat(tap.write(TestPacket.batch(header, frame))).isEqualTo(2);
      assertThat(kernel.written()).containsExactly(header, frame);
    }
  }

  @ParameterizedTest
  @EnumSource(names = ".*_TAP", mode = Mode.MATCH_ALL)
  void whatIsShorterThanTheHeaderOfAFrameIsNone(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    byte[] frame = TestPacket.packet(2, 1, 14);
    byte[] runt = TestPacket.packet(2, 1, 13);
    try (BsdTun tap = opened.open(kernel)) {
      var batch = new PacketBatch(2);
      kernel.arrive(runt);
      kernel.arrive(frame);
      assertThat(tap.read(batch)).isEqualTo(1);
      assertThat(TestPacket.in(batch)).containsExactly(frame);
      assertThat(tap.write(TestPacket.batch(runt, new byte[0], frame))).isEqualTo(1);
      assertThat(kernel.written()).containsExactly(frame);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENBSD_TUN", "FREEBSD_TUN", "NETBSD_TUNIFHEAD", "MACOS_UTUN"})
  void theVersionDecidesWhateverTheAddressFamilySays(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    try (BsdTun tun = opened.open(kernel)) {
      kernel.arriveAsItIs(new byte[] {0, 0, 0, 2, 0x60, 7});
      kernel.arriveAsItIs(new byte[] {-1, -1, -1, -1, 0x45, 8});
      kernel.arriveAsItIs(new byte[] {0, 0, 0, 2, 0x05, 9});
      var batch = new PacketBatch(4);
      assertThat(tun.read(batch)).isEqualTo(2);
      assertThat(TestPacket.in(batch)).containsExactly(new byte[] {0x60, 7}, new byte[] {0x45, 8});
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENBSD_TUN", "FREEBSD_TUN", "NETBSD_TUNIFHEAD", "MACOS_UTUN"})
  void aReadThatEndsInTheAddressFamilyIsNoPacket(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    try (BsdTun tun = opened.open(kernel)) {
      for (int length = 1; length <= 4; length++) {
        kernel.arriveAsItIs(Arrays.copyOf(new byte[] {0, 0, 0, 2}, length));
      }
      kernel.arriveAsItIs(new byte[] {0, 0, 0, 2, 0x45});
      var batch = new PacketBatch(8);
      assertThat(tun.read(batch)).isEqualTo(1);
      assertThat(TestPacket.in(batch)).containsExactly(new byte[] {0x45});
    }
  }

  @ParameterizedTest
  @EnumSource(Opened.class)
  void thePacketThatFillsASlotIsTakenAndALongerOneLeftOut(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    byte[] longest = TestPacket.packet(0x45, 1, MAX);
    try (BsdTun tun = opened.open(kernel)) {
      kernel.arrive(TestPacket.packet(0x45, 2, MAX + 1));
      kernel.arrive(longest);
      kernel.arrive(TestPacket.packet(0x45, 3, 65_000));
      var batch = new PacketBatch(4);
      assertThat(tun.read(batch)).isEqualTo(1);
      assertThat(TestPacket.in(batch)).containsExactly(longest);
    }
  }

  @ParameterizedTest
  @EnumSource(Opened.class)
  void aPacketIsWrittenWhereItsBoundsLieUpToTheWholeSlot(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    byte[] slot = TestPacket.packet(0x45, 1, PacketBatch.SLOT_SIZE);
    slot[4] = 0x60;
    var batch = new PacketBatch(2);
    batch.add(0);
    batch.add(0);
    System.arraycopy(slot, 0, batch.array(), 0, slot.length);
    System.arraycopy(slot, 0, batch.array(), slot.length, slot.length);
    batch.setBounds(0, 0, slot.length);
    batch.setBounds(1, slot.length + 4, 40);
    try (BsdTun tun = opened.open(kernel)) {
      assertThat(tun.write(batch)).isEqualTo(2);
      assertThat(kernel.written()).containsExactly(slot, Arrays.copyOfRange(slot, 4, 44));
    }
  }

  @Test
  void theAddressFamilyIsInNetworkOrderAndThatOfTheSystem() {
    var format = new PacketFormat(Framing.FAMILY_AND_IP, 30);
    OffHeap memory = format.memoryToWrite();
    memory.bytes().putInt(0, -1); // what another packet has left
    assertThat(format.put(TestPacket.batch(TestPacket.ipv4(1)), 0, memory)).isEqualTo(24);
    assertThat(bytes(memory, 6)).containsExactly(0, 0, 0, 2, 0x45, 1);
    assertThat(format.put(TestPacket.batch(TestPacket.ipv6(2)), 0, memory)).isEqualTo(44);
    assertThat(bytes(memory, 6)).containsExactly(0, 0, 0, 30, 0x60, 2);
  }

  @Test
  void whatIsTakenOfAReadIsNotMoreThanWasRead() throws IOException {
    var format = new PacketFormat(Framing.BARE_IP, 28);
    OffHeap memory = format.memoryToRead();
    memory.bytes().put(0, TestPacket.ipv6(1));
    var batch = new PacketBatch(2);
    format.take(memory, 1, batch);
    format.take(memory, 0, batch);
    assertThat(TestPacket.in(batch)).containsExactly(new byte[] {0x60});
  }

  private static byte[] bytes(OffHeap memory, int count) {
    byte[] bytes = new byte[count];
    memory.bytes().get(0, bytes);
    return bytes;
  }
}
