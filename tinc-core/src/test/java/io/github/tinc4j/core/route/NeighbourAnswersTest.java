package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.forward.TestTable;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Spec 30, 9.3. */
class NeighbourAnswersTest extends RouterFixture {

  private static final byte[] HOST = {2, 0, 0, 0, 0, 0x17};
  private static final byte[] MADE_UP = {2, 0, 0, 0, 0, (byte) 0xE8};
  private static final long EVERYBODY = 0xFFFF_FFFF_FFFFL;

  private static byte[] arp(int operation, String asker, String asked) {
    ByteBuffer frame = ByteBuffer.allocate(42);
    frame.putShort((short) 0xFFFF).putInt(-1).put(HOST).putShort((short) 0x0806);
    frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4);
    frame.putShort((short) operation).put(HOST).put(TestTable.ip(asker).getAddress());
    frame.put(new byte[6]).put(TestTable.ip(asked).getAddress());
    return frame.array();
  }

  private static byte[] solicitation(String target, boolean withOption) {
    ByteBuffer message = ByteBuffer.allocate(withOption ? 32 : 24);
    message.put((byte) 135).put(new byte[7]).put(TestTable.ip(target).getAddress());
    if (withOption) {
      message.put((byte) 1).put((byte) 1).put(HOST);
    }
    byte[] frame = Packets.icmpv6("fd00:0::1", "ff02::1:ff00:1", message.array());
    frame[21] = (byte) 255;
    return Packets.between(0x0200_0000_0017L, 0x3333_FF00_0001L, frame);
  }

  @Test
  void theHostLearnsOfAnAddressThatANodeOwns() {
    byte[] padded = new byte[60];
    byte[] question = arp(1, "10.0.0.1", "10.3.0.9");
    System.arraycopy(question, 0, padded, 0, 42);
    route(US, padded);
    assertThat(sink.nodes).containsExactly(US);
    ByteBuffer expected = ByteBuffer.allocate(60);
    expected.put(HOST).put(MADE_UP).put(question, 12, 8).putShort((short) 2);
    expected.put(MADE_UP).put(TestTable.ip("10.3.0.9").getAddress());
    expected.put(HOST).put(TestTable.ip("10.0.0.1").getAddress());
    assertThat(sink.frames.get(0)).isEqualTo(expected.array());
  }

  @Test
  void theHostAnswersForItselfAndNobodyForWhatNobodyOwns() {
    assertDropped(US, arp(1, "10.0.0.1", "10.0.0.2"), DropReason.LOOP);
    assertDropped(US, arp(1, "10.0.0.1", "10.9.0.2"), DropReason.NO_ROUTE);
    assertDropped(US, solicitation("fd00:0::2", true), DropReason.LOOP);
    assertDropped(US, solicitation("fd00:9::2", true), DropReason.NO_ROUTE);
  }

  @Test
  void whatIsNoQuestionOfOurHostIsDropped() {
    assertDropped(US, arp(2, "10.0.0.1", "10.3.0.9"), DropReason.UNKNOWN_TYPE);
    assertDropped(A, arp(1, "10.0.0.1", "10.3.0.9"), DropReason.UNKNOWN_TYPE);
    assertDropped(A, solicitation("fd00:3::1", true), DropReason.UNKNOWN_TYPE);
    byte[] question = arp(1, "10.0.0.1", "10.3.0.9");
    assertDropped(US, Packets.part(question, 0, 41), DropReason.FRAME_TOO_SHORT);
    for (int at = 14; at < 20; at++) {
      byte[] other = question.clone();
      other[at] ^= 1;
      assertDropped(US, other, DropReason.UNKNOWN_TYPE);
    }
  }

  @Test
  void theHostLearnsOfAnIpv6AddressThatANodeOwns() {
    byte[] question = solicitation("fd00:3::9", true);
    route(US, question);
    assertThat(sink.nodes).containsExactly(US);
    byte[] answer = sink.frames.get(0);
    ByteBuffer expected = ByteBuffer.allocate(question.length);
    expected.put(HOST).put(MADE_UP).put(question, 12, 10);
    expected.put(TestTable.ip("fd00:3::9").getAddress());
    expected.put(TestTable.ip("fd00:0::1").getAddress());
    expected.put((byte) 136).put((byte) 0).putShort(ByteBuffer.wrap(answer).getShort(56));
    expected.putInt(0x40000000).put(TestTable.ip("fd00:3::9").getAddress());
    expected.put((byte) 2).put((byte) 1).put(MADE_UP);
    assertThat(answer).isEqualTo(expected.array());
    assertThat(Packets.checksumsHold(answer)).isTrue();
  }

  @Test
  void aQuestionWithoutItsOptionGetsAnAnswerWithoutOne() {
    route(US, solicitation("fd00:3::9", false));
    assertThat(sink.nodes).containsExactly(US);
    assertThat(sink.frames.get(0)).hasSize(14 + 40 + 24);
    assertThat(Packets.checksumsHold(sink.frames.get(0))).isTrue();
  }

  @Test
  void aQuestionWithAWrongChecksumOrOptionIsDropped() {
    byte[] damaged = solicitation("fd00:3::9", true);
    damaged[60] ^= 1;
    assertDropped(US, damaged, DropReason.UNKNOWN_TYPE);
    ByteBuffer message = ByteBuffer.allocate(32);
    message.put((byte) 135).put(new byte[7]).put(TestTable.ip("fd00:3::9").getAddress());
    message.put((byte) 14).put((byte) 1);
    byte[] nonce = Packets.icmpv6("fd00:0::1", "ff02::1:ff00:1", message.array());
    assertDropped(US, nonce, DropReason.UNKNOWN_TYPE);
    byte[] cut = Packets.part(solicitation("fd00:3::9", false), 0, 77);
    assertDropped(US, cut, DropReason.FRAME_TOO_SHORT);
  }

  @Test
  void theAddressOfTheHostIsLearnedFromItsQuestions() {
    deviceAddress = new DeviceAddress(new byte[] {(byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0});
    byte[] delivered = new byte[14];
    deviceAddress.putInto(delivered, 0);
    assertThat(Ethernet.destination(delivered, 0)).isEqualTo(0xFEFD_0000_0000L);
    route(US, arp(1, "10.0.0.1", "10.3.0.9"));
    deviceAddress.putInto(delivered, 0);
    assertThat(Packets.part(delivered, 0, 6)).isEqualTo(HOST);
    byte[] other = solicitation("fd00:3::9", true);
    route(US, Packets.between(EVERYBODY - 1, 1, other));
    deviceAddress.putInto(delivered, 0);
    assertThat(Ethernet.destination(delivered, 0)).isEqualTo(EVERYBODY - 1);
  }
}
