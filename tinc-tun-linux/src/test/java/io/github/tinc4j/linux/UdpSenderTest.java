package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.linux.FakeSockets.Sent;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import io.github.tinc4j.testkit.Background;
import io.github.tinc4j.tun.LoanPool;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a socket hands to the kernel, and what it makes of the answers. */
@NullMarked
class UdpSenderTest extends UdpFixture {

  private InetSocketAddress one;
  private InetSocketAddress two;
  private LinuxUdp udp;

  @BeforeEach
  void open() throws IOException {
    one = at("10.0.0.2", 655);
    two = at("10.0.0.3", 655);
    udp = open("10.0.0.1", true);
  }

  @Test
  void equalDatagramsToOneAddressAreOneMessage() {
    send(to(one, "aaa", "bbb", "ccc"));
    assertThat(messages()).containsExactly("10.0.0.2 aaabbbccc/3");
    assertThat(kernel.sends()).isEqualTo(1);
  }

  @Test
  void datagramsOfOnePriorityAreOneMessageWithIt() throws IOException {
    DatagramBatch batch = to(one, "aaa", "bbb", "ccc", "ddd", "eee");
    batch.setTrafficClass(1, 0xB8);
    batch.setTrafficClass(2, 0xB8);
    batch.setTrafficClass(4, 0x20);
    send(batch);
    assertThat(messages())
        .containsExactly("10.0.0.2 aaa", "10.0.0.2 bbbccc/3", "10.0.0.2 ddd", "10.0.0.2 eee");
    assertThat(kernel.sent()).extracting(Sent::trafficClass).containsExactly(0, 0xB8, 0, 0x20);
  }

  @Test
  void aPriorityIsThatOfTheVersionThatADatagramGoesBy() throws IOException {
    LinuxUdp both = open("::", true);
    var batch = new DatagramBatch(2);
    batch.setTrafficClass(add(batch, "aaa", at("fd00::2", 655)), 0xB8);
    batch.setTrafficClass(add(batch, "bbb", one), 0xB8);
    both.send(batch, 0, 2);
    assertThat(kernel.sent()).extracting(Sent::trafficClass).containsExactly(0xB8, 0xB8);
  }

  @Test
  void aLoneDatagramHasNoSegmentSize() {
    send(to(one, "aaa"));
    assertThat(messages()).containsExactly("10.0.0.2 aaa");
  }

  @Test
  void aShorterDatagramEndsItsMessageAndALongerBeginsAnother() {
    send(to(one, "aaa", "bbb", "c", "d", "e", "fffff", "g", "hh"));
    assertThat(messages())
        .containsExactly("10.0.0.2 aaabbbc/3", "10.0.0.2 de/1", "10.0.0.2 fffffg/5", "10.0.0.2 hh");
    assertThat(kernel.sends()).isEqualTo(1);
  }

  @Test
  void anEmptyDatagramIsAMessageByItself() {
    send(to(one, "aaa", "", "", "bbb", "ccc", ""));
    assertThat(messages())
        .containsExactly(
            "10.0.0.2 aaa", "10.0.0.2 ", "10.0.0.2 ", "10.0.0.2 bbbccc/3", "10.0.0.2 ");
  }

  @Test
  void eachAddressHasItsOwnMessagesWhichLeaveByOneCall() {
    var batch = new DatagramBatch(6);
    add(batch, "aaa", one);
    add(batch, "bbb", one);
    add(batch, "ccc", two);
    add(batch, "ddd", two);
    add(batch, "eee", one);
    add(batch, "fff", two);
    send(batch);
    assertThat(messages())
        .containsExactly("10.0.0.2 aaabbb/3", "10.0.0.3 cccddd/3", "10.0.0.2 eee", "10.0.0.3 fff");
    assertThat(kernel.sends()).isEqualTo(1);
  }

  @Test
  void equalAddressesNeedNotBeOneObjectButHaveOnePort() throws IOException {
    var batch = new DatagramBatch(3);
    add(batch, "aaa", one);
    add(batch, "bbb", at("10.0.0.2", 655));
    add(batch, "ccc", at("10.0.0.2", 656));
    send(batch);
    assertThat(messages()).containsExactly("10.0.0.2 aaabbb/3", "10.0.0.2 ccc");
    assertThat(kernel.sent().get(1).target().getPort()).isEqualTo(656);
  }

  @Test
  void linkLocalAddressesOfTwoLinksAreTwo() throws IOException {
    LinuxUdp ipv6 = open("::", true);
    byte[] ip = InetAddress.getByName("fe80::1").getAddress();
    var batch = new DatagramBatch(4);
    for (int i = 0; i < 4; i++) {
      int scope = 2 + i / 2;
      add(batch, "aaa", new InetSocketAddress(Inet6Address.getByAddress(null, ip, scope), 655));
    }
    ipv6.send(batch, 0, 4);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
    assertThat(kernel.sent()).extracting(Sent::datagrams).containsExactly(2, 2);
    assertThat(kernel.sent())
        .extracting(sent -> ((Inet6Address) sent.target().getAddress()).getScopeId())
        .containsExactly(2, 3);
  }

  @Test
  void aMessageHasNoMoreThan64Datagrams() {
    String[] texts = new String[200];
    for (int i = 0; i < 200; i++) {
      texts[i] = String.format("%03d", i);
    }
    DatagramBatch batch = to(one, texts);
    send(batch);
    assertThat(kernel.sent()).extracting(Sent::datagrams).containsExactly(64, 64, 64, 8);
    assertThat(datagrams()).containsExactly(texts);
    assertThat(kernel.sends()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1460, 44", "1952, 33", "1024, 63", "1023, 64", "2048, 31"})
  void aMessageFitsIntoAnIpv4Packet(int length, int datagrams) {
    var batch = new DatagramBatch(300);
    for (int slot = 0; slot < 300; slot++) {
      batch.add(1, one);
      int start = batch.packets().offset(slot) - PacketBatch.HEADROOM;
      batch.packets().setBounds(slot, start, length);
    }
    send(batch);
    List<Sent> sent = kernel.sent();
    for (Sent message : sent.subList(0, 300 / datagrams)) {
      assertThat(message.datagrams()).isEqualTo(datagrams);
      assertThat(message.text()).hasSizeLessThanOrEqualTo(65_507);
    }
    assertThat(sent.stream().mapToInt(Sent::datagrams).sum()).isEqualTo(300);
  }

  @Test
  void manyMessagesTakeSeveralCallsAndAllGoInOrder() {
    String[] texts = new String[300];
    for (int i = 0; i < 300; i++) {
      texts[i] = "x".repeat(i + 1);
    }
    send(to(one, texts));
    assertThat(datagrams()).containsExactly(texts);
    assertThat(kernel.sends()).isEqualTo(3);
  }

  @Test
  void theKernelMayTakeFewerThanItIsGiven() {
    kernel.takeAtOnce(2);
    DatagramBatch batch = to(one, "a", "bb", "ccc", "dddd", "eeeee");
    send(batch);
    assertThat(datagrams()).containsExactly("a", "bb", "ccc", "dddd", "eeeee");
    assertThat(kernel.sends()).isEqualTo(3);
  }

  @Test
  void withoutOffloadEveryDatagramIsAMessage() throws IOException {
    LinuxUdp single = open("10.0.0.1", false);
    DatagramBatch batch = to(one, "aaa", "bbb", "ccc");
    single.send(batch, 0, 3);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
    assertThat(messages()).containsExactly("10.0.0.2 aaa", "10.0.0.2 bbb", "10.0.0.2 ccc");
    assertThat(kernel.sends()).isEqualTo(1);
  }

  @Test
  void aKernelThatDoesNotKnowSegmentsGetsEveryDatagramAsAMessage() throws IOException {
    kernel.failOption(MessageVector.SOL_UDP, MessageVector.UDP_SEGMENT, Errno.ENOPROTOOPT);
    LinuxUdp old = open("10.0.0.1", true);
    DatagramBatch batch = to(one, "aaa", "bbb");
    old.send(batch, 0, 2);
    assertThat(messages()).containsExactly("10.0.0.2 aaa", "10.0.0.2 bbb");
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EIO, Errno.EINVAL})
  void aSystemThatRefusesJoinedMessagesGetsTheSameDatagramsOneByOneFromThenOn(int errno) {
    kernel.refuse(message -> message.segmentSize() > 0 ? errno : 0);
    List<String> logged =
        LogLines.of(
            () -> {
              send(to(one, "0", "aaa", "bbb", "cc", "dddd", "eeee", "ff"));
              send(to(one, "ggg", "hhh"));
              send(to(one, "iii", "jjj"));
            });
    assertThat(datagrams())
        .containsExactly("0", "aaa", "bbb", "cc", "dddd", "eeee", "ff", "ggg", "hhh", "iii", "jjj");
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0)).contains("one by one");
    // The first is tried, both joined ones again in pieces; then nothing is joined any more.
    assertThat(kernel.sends()).isEqualTo(5 + 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EIO, Errno.EINVAL})
  void whatIsRefusedOneByOneTooIsNotTheFaultOfJoining(int errno) {
    kernel.refuse(message -> message.target().equals(two) ? errno : 0);
    DatagramBatch batch = to(two, "aaa", "bbb");
    List<String> logged = LogLines.of(() -> udp.send(batch, 0, 2));
    assertThat(outcomes(batch)).containsOnly(Outcome.REFUSED);
    assertThat(logged).isEmpty();
    send(to(one, "ccc", "ddd"));
    assertThat(messages()).containsExactly("10.0.0.2 cccddd/3");
  }

  /** Older kernels say EINVAL of a joined message whose datagrams are too long. */
  @ParameterizedTest
  @ValueSource(ints = {Errno.EMSGSIZE, Errno.EINVAL})
  void aJoinedMessageTooLongForItsPathGoesInPiecesAndJoiningGoesOn(int errno) {
    kernel.refuse(
        message -> {
          int datagram = message.segmentSize();
          if (datagram > 0) {
            return datagram > 3 ? errno : 0;
          }
          return message.text().length() > 3 ? Errno.EMSGSIZE : 0;
        });
    DatagramBatch batch = to(one, "aaaa", "bbbb", "ccc", "ddd", "eee");
    List<String> logged = LogLines.of(() -> udp.send(batch, 0, 5));
    assertThat(outcomes(batch))
        .containsExactly(
            Outcome.TOO_LONG, Outcome.TOO_LONG, Outcome.SENT, Outcome.SENT, Outcome.SENT);
    assertThat(messages()).containsExactly("10.0.0.2 ccc", "10.0.0.2 dddeee/3");
    assertThat(logged).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    Errno.EAGAIN + ", WOULD_BLOCK",
    Errno.ENOBUFS + ", WOULD_BLOCK",
    Errno.ENOMEM + ", WOULD_BLOCK",
    Errno.EMSGSIZE + ", TOO_LONG",
    Errno.ENETUNREACH + ", REFUSED",
    Errno.EHOSTUNREACH + ", REFUSED",
    Errno.EPERM + ", REFUSED",
    Errno.EIO + ", REFUSED",
    Errno.EINVAL + ", REFUSED",
  })
  void anErrorIsThatOfItsMessageAndTheOthersGo(int errno, Outcome outcome) {
    for (int bad = 0; bad < 4; bad++) {
      DatagramBatch batch = to(one, "a", "bb", "ccc", "dddd");
      int[] errors = new int[4];
      errors[bad] = errno;
      kernel.failNextSends(errors);
      udp.send(batch, 0, 4);
      for (int slot = 0; slot < 4; slot++) {
        assertThat(batch.outcome(slot)).isEqualTo(slot == bad ? outcome : Outcome.SENT);
      }
    }
    assertThat(datagrams())
        .containsExactly(
            "bb", "ccc", "dddd", "a", "ccc", "dddd", "a", "bb", "dddd", "a", "bb", "ccc");
  }

  @ParameterizedTest
  @CsvSource({
    Errno.EAGAIN + ", WOULD_BLOCK",
    Errno.ENOBUFS + ", WOULD_BLOCK",
    Errno.EPERM + ", REFUSED"
  })
  void anErrorOfAJoinedMessageIsThatOfItsDatagrams(int errno, Outcome outcome) {
    kernel.failNextSends(0, errno, 0);
    DatagramBatch batch = to(one, "a", "bbb", "ccc", "dd", "eee");
    udp.send(batch, 0, 5);
    assertThat(outcomes(batch))
        .containsExactly(Outcome.SENT, outcome, outcome, outcome, Outcome.SENT);
    assertThat(messages()).containsExactly("10.0.0.2 a", "10.0.0.2 eee");
  }

  @Test
  void theAnswerToAnEarlierDatagramCostsNoOther() {
    kernel.failNextSends(Errno.ECONNREFUSED, 0, Errno.ECONNREFUSED, 0);
    send(to(one, "a", "bb", "ccc"));
    assertThat(datagrams()).containsExactly("a", "bb", "ccc");
  }

  @Test
  void whatIsRefusedTwiceIsRefused() {
    kernel.failNextSends(0, Errno.ECONNREFUSED, Errno.ECONNREFUSED, 0);
    DatagramBatch batch = to(one, "a", "bb", "ccc");
    udp.send(batch, 0, 3);
    assertThat(outcomes(batch)).containsExactly(Outcome.SENT, Outcome.REFUSED, Outcome.SENT);
  }

  @Test
  void aCallInterruptedIsRepeated() {
    kernel.failNextSends(Errno.EINTR, Errno.EINTR, 0, Errno.EINTR);
    send(to(one, "a", "bb", "ccc"));
    assertThat(datagrams()).containsExactly("a", "bb", "ccc");
  }

  @Test
  void anAddressOfTheOtherVersionIsRefused() throws IOException {
    DatagramBatch batch = new DatagramBatch(3);
    add(batch, "a", one);
    add(batch, "b", at("fd00::1", 655));
    add(batch, "c", one);
    udp.send(batch, 0, 3);
    assertThat(outcomes(batch)).containsExactly(Outcome.SENT, Outcome.REFUSED, Outcome.SENT);

    LinuxUdp ipv6 = open("fd00::2", true);
    ipv6.send(batch, 0, 3);
    assertThat(outcomes(batch)).containsExactly(Outcome.REFUSED, Outcome.SENT, Outcome.REFUSED);

    LinuxUdp both = open("::", true);
    both.send(batch, 0, 3);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
    assertThat(messages())
        .containsExactly(
            "10.0.0.2 a",
            "10.0.0.2 c",
            "fd00:0:0:0:0:0:0:1 b",
            "10.0.0.2 a",
            "fd00:0:0:0:0:0:0:1 b",
            "10.0.0.2 c");
  }

  @Test
  void aBatchOfNothingButSuchMakesNoCall() throws IOException {
    DatagramBatch batch = to(at("fd00::1", 655), "a", "b");
    udp.send(batch, 0, 2);
    assertThat(outcomes(batch)).containsOnly(Outcome.REFUSED);
    udp.send(batch, 1, 1);
    assertThat(kernel.sends()).isZero();
  }

  @Test
  void manyAddressesAreEachWrittenRight() throws IOException {
    LinuxUdp both = open("::", true);
    var batch = new DatagramBatch(600);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String address = i % 3 == 0 ? "10.1." + i % 200 + ".1" : "fd00:0:0:0:0:0:0:" + i % 200;
      add(batch, "x", at(address, 1 + i));
      expected.add(at(address, 1 + i).toString());
    }
    both.send(batch, 0, 600);
    both.send(batch, 0, 600);
    expected.addAll(List.copyOf(expected));
    assertThat(kernel.sent()).extracting(sent -> sent.target().toString()).isEqualTo(expected);
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    int threads = LoanPool.KEPT + 4;
    var start = new CountDownLatch(1);
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      InetSocketAddress own = at("10.1.0." + (i + 1), 655);
      DatagramBatch batch = to(own, own.getAddress().getHostAddress().split("(?<=\\.)", -1));
      senders.add(
          Background.run(
              () -> {
                start.await();
                for (int round = 0; round < 20; round++) {
                  udp.send(batch, 0, batch.count());
                }
              }));
    }
    start.countDown();
    for (CompletableFuture<Void> sender : senders) {
      sender.get();
    }
    List<Sent> sent = kernel.sent();
    assertThat(sent.stream().mapToInt(Sent::datagrams).sum()).isEqualTo(threads * 20 * 4);
    for (Sent message : sent) {
      assertThat(message.target().getAddress().getHostAddress()).contains(message.text());
    }
  }

  @Test
  void aClosedSocketRefusesEverythingWithoutACall() {
    udp.close();
    DatagramBatch batch = to(one, "a", "b", "c");
    for (int slot = 0; slot < 3; slot++) {
      batch.setOutcome(slot, Outcome.SENT);
    }
    udp.send(batch, 1, 3);
    assertThat(outcomes(batch)).containsExactly(Outcome.SENT, Outcome.REFUSED, Outcome.REFUSED);
    assertThat(kernel.sends()).isZero();
    assertThatThrownBy(() -> udp.send(batch, 1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private void send(DatagramBatch batch) {
    udp.send(batch, 0, batch.count());
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
  }

  private static DatagramBatch to(InetSocketAddress address, String... texts) {
    var batch = new DatagramBatch(texts.length);
    for (String text : texts) {
      add(batch, text, address);
    }
    return batch;
  }

  /** What was sent, as address, text and segment size. */
  private List<String> messages() {
    return kernel.sent().stream()
        .map(
            sent ->
                sent.target().getAddress().getHostAddress()
                    + " "
                    + sent.text()
                    + (sent.segmentSize() == 0 ? "" : "/" + sent.segmentSize()))
        .toList();
  }

  /** What a peer would get. */
  private List<String> datagrams() {
    List<String> all = new ArrayList<>();
    for (Sent sent : kernel.sent()) {
      String text = sent.text();
      int size = sent.segmentSize() == 0 ? Math.max(1, text.length()) : sent.segmentSize();
      for (int at = 0; at < text.length(); at += size) {
        all.add(text.substring(at, Math.min(at + size, text.length())));
      }
    }
    return all;
  }
}
