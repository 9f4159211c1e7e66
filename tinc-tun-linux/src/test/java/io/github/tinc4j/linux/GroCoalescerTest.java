package io.github.tinc4j.linux;

import static io.github.tinc4j.linux.TestPackets.assertSame;
import static io.github.tinc4j.linux.TestPackets.batch;
import static io.github.tinc4j.linux.TestPackets.bytes;
import static io.github.tinc4j.linux.TestPackets.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.linux.PacketSink.Outcome;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** How a batch is written: several flows, what stands between, and what the kernel answers. */
@NullMarked
class GroCoalescerTest {

  private final WrittenPackets kernel = new WrittenPackets();
  private final Joinable joinable = new Joinable("tun7", true);
  private final GroCoalescer coalescer = new GroCoalescer(kernel, Layer.IP, joinable);

  @Test
  void flowsThatTakeTurnsAreJoinedEachByItself() throws IOException {
    List<byte[]> packets = interleaved(GroCoalescer.GROUPS, 3);
    assertThat(write(packets)).isEqualTo(packets.size());
    assertThat(kernel.sizes()).isEqualTo(Collections.nCopies(GroCoalescer.GROUPS, 3));
  }

  @Test
  void whereMoreFlowsTakeTurnsTheOldestGroupGivesWay() throws IOException {
    List<byte[]> packets = interleaved(GroCoalescer.GROUPS + 1, 2);
    assertThat(write(packets)).isEqualTo(packets.size());
    assertThat(kernel.sizes()).isEqualTo(Collections.nCopies(packets.size(), 1));
    assertThat(kernel.packets()).containsExactlyInAnyOrderElementsOf(packets);

    kernel.writes().clear();
    // The second of the first flow comes before the ninth flow: nothing gives way too early.
    List<byte[]> two = new ArrayList<>(packets.subList(0, GroCoalescer.GROUPS));
    two.add(packets.get(GroCoalescer.GROUPS + 1));
    two.add(packets.get(GroCoalescer.GROUPS));
    two.add(packets.get(GroCoalescer.GROUPS + 2));
    write(two);
    assertThat(kernel.sizes()).containsExactly(2, 2, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void theReverseDirectionIsAnotherFlow() throws IOException {
    List<TestPacket> there = run(TestPacket.tcp4(TestPacket.counting(100)), 2);
    TestPacket answer = TestPacket.tcp4(new byte[0]);
    answer.source = there.get(0).destination;
    answer.destination = there.get(0).source;
    assertThat(write(bytes(List.of(there.get(0), answer, there.get(1))))).isEqualTo(3);
    assertThat(kernel.sizes()).containsExactly(1, 2);
  }

  @Test
  void tcpAndUdpBetweenTheSamePortsAreTwoFlows() throws IOException {
    List<byte[]> tcp = bytes(run(TestPacket.tcp4(TestPacket.counting(100)), 2));
    List<byte[]> udp = bytes(run(TestPacket.udp4(TestPacket.counting(100)), 2));
    assertThat(write(List.of(tcp.get(0), udp.get(0), tcp.get(1), udp.get(1)))).isEqualTo(4);
    assertThat(kernel.sizes()).containsExactly(2, 2);
  }

  @Test
  void whatIsNoPlainTcpOrUdpComesAfterAllBeforeIt() throws IOException {
    List<TestPacket> flow = run(TestPacket.udp4(TestPacket.counting(100)), 4);
    List<byte[]> odd = new ArrayList<>();
    TestPacket fragment = flow.get(0).copy();
    fragment.fragment = 0x2000;
    odd.add(fragment.bytes());
    fragment.fragment = 12;
    odd.add(fragment.bytes());
    odd.add(new byte[] {1, 2, 3});
    odd.add(new byte[20]);
    byte[] icmp = flow.get(0).bytes();
    icmp[9] = 1;
    odd.add(icmp);
    odd.add(Arrays.copyOf(flow.get(0).bytes(), 200)); // longer than it says
    odd.add(Arrays.copyOf(flow.get(0).bytes(), 100)); // shorter
    byte[] udpLength = flow.get(0).bytes();
    udpLength[25]--;
    odd.add(udpLength);
    byte[] headerLength = flow.get(0).bytes();
    headerLength[0] = 0x44;
    odd.add(headerLength);
    byte[] version = flow.get(0).bytes();
    version[0] = 0x55;
    odd.add(version);
    byte[] dataOffset = TestPacket.tcp4(new byte[10]).bytes();
    dataOffset[32] = 0x40;
    odd.add(dataOffset);
    byte[] dataOffsetBeyond = TestPacket.tcp4(new byte[10]).bytes();
    dataOffsetBeyond[32] = (byte) 0x80;
    odd.add(dataOffsetBeyond);
    byte[] tooShortForTcp = Arrays.copyOf(TestPacket.tcp4(new byte[0]).bytes(), 39);
    tooShortForTcp[3] = 39;
    odd.add(tooShortForTcp);
    byte[] tooShortForUdp = Arrays.copyOf(TestPacket.udp4(new byte[0]).bytes(), 27);
    tooShortForUdp[3] = 27;
    odd.add(tooShortForUdp);
    byte[] ip6 = TestPacket.udp6(new byte[10]).bytes();
    ip6[5]++;
    odd.add(ip6);
    odd.add(Arrays.copyOf(TestPacket.udp6(new byte[10]).bytes(), 39));
    byte[] fragment6 = TestPacket.udp6(new byte[10]).bytes();
    fragment6[6] = 44;
    odd.add(fragment6);
    for (byte[] one : odd) {
      kernel.writes().clear();
      List<byte[]> packets = bytes(flow);
      packets.add(2, one);
      assertThat(write(packets)).isEqualTo(5);
      assertThat(kernel.sizes()).containsExactly(2, 1, 2);
      assertSame(kernel.packets(), packets);
    }
  }

  @Test
  void withoutUsoDatagramsAreWrittenOneByOne() throws IOException {
    var tcpOnly = new GroCoalescer(kernel, Layer.IP, new Joinable("tun7", false));
    List<byte[]> packets = bytes(run(TestPacket.udp4(TestPacket.counting(100)), 3));
    packets.addAll(bytes(run(TestPacket.udp6(TestPacket.counting(100)), 3)));
    packets.addAll(bytes(run(TestPacket.tcp6(TestPacket.counting(100)), 3)));
    assertThat(tcpOnly.write(batch(packets))).isEqualTo(9);
    assertThat(kernel.sizes()).containsExactly(1, 1, 1, 1, 1, 1, 3);
    assertSame(kernel.packets(), packets);
  }

  @Test
  void packetsLieWhereTheirBoundsAre() throws IOException {
    List<byte[]> expected = bytes(run(TestPacket.tcp4(TestPacket.counting(100)), 3));
    PacketBatch batch = batch(expected);
    for (int slot = 0; slot < 3; slot++) {
      int to = batch.offset(slot) - 20 + 9 * slot;
      System.arraycopy(batch.array(), batch.offset(slot), batch.array(), to, 140);
      batch.setBounds(slot, to, 140);
    }
    byte[] before = batch.array().clone();
    assertThat(coalescer.write(batch)).isEqualTo(3);
    assertThat(kernel.sizes()).containsExactly(3);
    assertSame(kernel.packets(), expected);
    assertThat(batch.array()).isEqualTo(before);
  }

  @Test
  void aKindThatIsRefusedIsWrittenOneByOneFromThenOn() throws IOException {
    List<byte[]> tcp4 = bytes(run(TestPacket.tcp4(TestPacket.counting(100)), 3));
    List<byte[]> udp6 = bytes(run(TestPacket.udp6(TestPacket.counting(100)), 3));
    kernel.answer(Outcome.INVALID, Outcome.TAKEN, Outcome.INVALID, Outcome.TAKEN);
    assertThat(write(tcp4)).as("one of them was no packet at all").isEqualTo(2);
    assertThat(kernel.sizes()).containsExactly(1, 1);
    assertThat(kernel.packets()).containsExactly(tcp4.get(0), tcp4.get(2));
    kernel.writes().clear();
    assertThat(write(tcp4)).isEqualTo(3);
    assertThat(write(udp6)).isEqualTo(3);
    assertThat(kernel.sizes()).containsExactly(1, 1, 1, 3);
    var other = new GroCoalescer(kernel, Layer.IP, joinable);
    assertThat(other.write(batch(tcp4))).isEqualTo(3);
    assertThat(kernel.sizes()).endsWith(3, 1, 1, 1);
  }

  @Test
  void thatAKindIsRefusedIsLoggedOnce() {
    List<byte[]> packets = interleaved(3, 2);
    kernel.answer(Outcome.INVALID, Outcome.TAKEN, Outcome.TAKEN, Outcome.INVALID);
    List<String> logged =
        LogLines.of(() -> assertThatNoException().isThrownBy(() -> write(packets)));
    assertThat(kernel.packets()).containsExactlyInAnyOrderElementsOf(packets);
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0)).contains("tun7").contains("TCP4");
  }

  @Test
  void ofSeveralOpenGroupsOfARefusedKindNoPacketIsLostOrTwice() throws IOException {
    List<byte[]> packets = interleaved(GroCoalescer.GROUPS, 3);
    kernel.answer(Outcome.INVALID);
    assertThat(write(packets)).isEqualTo(packets.size());
    assertThat(kernel.packets()).containsExactlyInAnyOrderElementsOf(packets);
  }

  @Test
  void aGroupThatIsRefusedForNowIsNotTriedAgain() throws IOException {
    List<byte[]> packets = bytes(run(TestPacket.tcp4(TestPacket.counting(100)), 3));
    kernel.answer(Outcome.REFUSED);
    assertThat(write(packets)).isZero();
    assertThat(kernel.writes()).isEmpty();
    assertThat(write(packets)).isEqualTo(3);
    assertThat(kernel.sizes()).containsExactly(3);
  }

  @Test
  void anErrorLeavesNothingOpenForTheNextBatch() throws IOException {
    var calls = new ArrayList<Integer>();
    PacketSink failing =
        (memory, length) -> {
          calls.add(length);
          if (calls.size() == 1) {
            throw new IOException("gone");
          }
          return kernel.write(memory, length);
        };
    var writer = new GroCoalescer(failing, Layer.IP, joinable);
    List<byte[]> packets = interleaved(4, 2);
    assertThatThrownBy(() -> writer.write(batch(packets))).hasMessage("gone");
    assertThat(writer.write(batch(packets))).isEqualTo(8);
    assertThat(kernel.packets()).containsExactlyInAnyOrderElementsOf(packets);
  }

  /** Packets of several flows in turn. */
  private static List<byte[]> interleaved(int flows, int rounds) {
    List<List<TestPacket>> all = new ArrayList<>();
    for (int flow = 0; flow < flows; flow++) {
      TestPacket first = TestPacket.tcp4(TestPacket.counting(100));
      first.sourcePort += flow;
      all.add(run(first, rounds));
    }
    List<byte[]> packets = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (List<TestPacket> flow : all) {
        packets.add(flow.get(round).bytes());
      }
    }
    return packets;
  }

  private int write(List<byte[]> packets) throws IOException {
    return coalescer.write(batch(packets));
  }
}
