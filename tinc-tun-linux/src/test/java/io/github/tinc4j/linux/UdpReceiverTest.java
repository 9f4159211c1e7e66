package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.linux.FakeSockets.Arriving;
import io.github.tinc4j.linux.FakeSockets.Call;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a socket makes of what the kernel hands it. */
@NullMarked
class UdpReceiverTest extends UdpFixture {

  private static final int TYPE_OF_ANOTHER = 9;

  private final DatagramBatch batch = new DatagramBatch(8);
  private InetSocketAddress peer;
  private LinuxUdp udp;

  @BeforeEach
  void open() throws IOException {
    peer = at("10.0.0.2", 655);
    udp = open("10.0.0.1", true);
  }

  @Test
  void oneCallTakesAllThatIsThere() throws IOException {
    arrive("one", "two", "three");
    assertThat(udp.receive(batch)).isEqualTo(3);
    assertThat(texts(batch)).containsExactly("one", "two", "three");
    assertThat(batch.address(2)).isEqualTo(peer);
    assertThat(kernel.receives()).isEqualTo(1);
  }

  @Test
  void aJoinedMessageIsCutIntoItsDatagrams() throws IOException {
    kernel.arriveJoined(peer, "aaabbbccd", 3);
    arrive("e");
    assertThat(udp.receive(batch)).isEqualTo(4);
    assertThat(texts(batch)).containsExactly("aaa", "bbb", "ccd", "e");
  }

  @Test
  void theLastOfAJoinedMessageMayBeShorter() throws IOException {
    kernel.arriveJoined(peer, "aaabbbc", 3);
    assertThat(udp.receive(batch)).isEqualTo(3);
    assertThat(texts(batch)).containsExactly("aaa", "bbb", "c");
  }

  @Test
  void whatDoesNotFitIsKeptForTheNextReceive() throws IOException {
    for (int i = 0; i < 12; i++) {
      arrive("d" + i);
    }
    assertThat(udp.receive(batch)).isEqualTo(8);
    assertThat(udp.receive(batch)).isEqualTo(4);
    assertThat(texts(batch)).containsExactly("d8", "d9", "d10", "d11");
    assertThat(kernel.receives()).isEqualTo(1);
  }

  @Test
  void aJoinedMessageIsNotBegunWhereItDoesNotFit() throws IOException {
    arrive("one", "two");
    kernel.arriveJoined(peer, "aabbccddeeffg", 2);
    arrive("last");
    assertThat(udp.receive(batch)).isEqualTo(2);
    assertThat(udp.receive(batch)).isEqualTo(8);
    assertThat(texts(batch)).containsExactly("aa", "bb", "cc", "dd", "ee", "ff", "g", "last");
    assertThat(kernel.receives()).isEqualTo(1);
  }

  @Test
  void aJoinedMessageLargerThanABatchIsCutWhereTheBatchEnds() throws IOException {
    kernel.arriveJoined(peer, "0123456789abcdefghi", 1);
    arrive("next");
    assertThat(udp.receive(batch)).isEqualTo(8);
    assertThat(udp.receive(batch)).isEqualTo(8);
    assertThat(udp.receive(batch)).isEqualTo(4);
    assertThat(texts(batch)).containsExactly("g", "h", "i", "next");
  }

  @Test
  void emptyDatagramsAreLeftOutAndThoseTooLongAreCut() throws IOException {
    arrive("");
    kernel.arrive(peer, "x".repeat(PacketBatch.MAX_PACKET + 1));
    kernel.arrive(peer, "x".repeat(PacketBatch.MAX_PACKET));
    kernel.arriveJoined(
        peer, "x".repeat(2 * PacketBatch.MAX_PACKET + 9), PacketBatch.MAX_PACKET + 1);
    kernel.arriveJoined(peer, "x".repeat(5000), 2500);
    kernel.arrive(peer, "x".repeat(65_000));
    List<Integer> lengths = new ArrayList<>();
    while (lengths.size() < 8) {
      int count = udp.receive(batch);
      for (int slot = 0; slot < count; slot++) {
        lengths.add(batch.packets().length(slot));
      }
    }
    int longest = PacketBatch.MAX_PACKET;
    assertThat(lengths)
        .as("two alone, two and a rest joined, two joined, one alone")
        .containsExactly(longest, longest, longest, longest, 7, longest, longest, longest);
  }

  @Test
  void whileThereAreOnlyEmptyOnesAReceiveWaits() throws Exception {
    arrive("", "");
    Future<Integer> received = Background.call(() -> udp.receive(batch));
    kernel.waiting().await();
    arrive("good");
    assertThat(received.get()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {MessageVector.MSG_TRUNC, MessageVector.MSG_CTRUNC})
  void aMessageThatTheKernelCutIsDropped(int flag) throws IOException {
    ByteBuffer control = FakeSockets.control(MessageVector.UDP_GRO, 3);
    kernel.arrive(new Arriving(peer, "aaabbb", control, flag));
    kernel.arrive(new Arriving(peer, "ccc", null, flag));
    arrive("good");
    assertThat(udp.receive(batch)).isEqualTo(1);
    assertThat(texts(batch)).containsExactly("good");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void aSegmentSizeThatCannotBeIsDropped(int size) throws IOException {
    kernel.arriveJoined(peer, "aaabbb", size);
    arrive("good");
    assertThat(udp.receive(batch)).isEqualTo(1);
    assertThat(texts(batch)).containsExactly("good");
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 70_000, Integer.MAX_VALUE})
  void aSegmentSizeNotBelowTheLengthMakesOneDatagram(int size) throws IOException {
    kernel.arriveJoined(peer, "aaabbb", size);
    assertThat(udp.receive(batch)).isEqualTo(1);
    assertThat(texts(batch)).containsExactly("aaabbb");
  }

  @Test
  void aControlMessageThatIsNotUnderstoodDropsItsMessage() throws IOException {
    ByteBuffer foreign = FakeSockets.control(TYPE_OF_ANOTHER, 3);
    ByteBuffer wrongLevel = FakeSockets.control(MessageVector.UDP_GRO, 3);
    wrongLevel.putInt(MessageVector.CMSG_LEVEL, MessageVector.SOL_UDP + 1);
    ByteBuffer wrongLength = FakeSockets.control(MessageVector.UDP_GRO, 3);
    wrongLength.putLong(0, MessageVector.CMSG_LEN_INT + 1);
    ByteBuffer tooShort = FakeSockets.control(MessageVector.UDP_GRO, 3);
    tooShort.limit(MessageVector.CMSG_DATA);
    for (ByteBuffer control : List.of(foreign, wrongLevel, wrongLength, tooShort)) {
      kernel.arrive(new Arriving(peer, "aaabbb", control, 0));
    }
    arrive("good");
    assertThat(udp.receive(batch)).isEqualTo(1);
    assertThat(texts(batch)).containsExactly("good");
  }

  @Test
  void aCallInterruptedIsRepeated() throws IOException {
    int[] signals = new int[100];
    Arrays.fill(signals, Errno.EINTR);
    kernel.failNext(Call.RECEIVE, signals);
    arrive("after");
    assertThat(udp.receive(batch)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Errno.ECONNREFUSED,
        Errno.EHOSTUNREACH,
        Errno.ENETUNREACH,
        Errno.EMSGSIZE,
        Errno.EPROTO,
        Errno.ENOPROTOOPT,
        Errno.EACCES
      })
  void whatBecameOfAnEarlierDatagramIsNoErrorOfThisCall(int errno) throws IOException {
    kernel.failNext(Call.RECEIVE, errno, errno, errno);
    arrive("after");
    assertThat(udp.receive(batch)).isEqualTo(1);
    assertThat(texts(batch)).containsExactly("after");
  }

  @Test
  void tooManySuchErrorsInARowAreAnError() throws IOException {
    int[] errors = new int[UdpReceiver.MOST_ERRORS];
    Arrays.fill(errors, Errno.ECONNREFUSED);
    kernel.failNext(Call.RECEIVE, errors);
    arrive("after");
    assertThatThrownBy(() -> udp.receive(batch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("error 111");
    assertThat(udp.receive(batch)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.ENOMEM, Errno.ENOBUFS, Errno.EAGAIN, Errno.EINVAL})
  void anyOtherErrorIsThrownAndTheNextReceiveMayGo(int errno) throws IOException {
    kernel.failNext(Call.RECEIVE, errno);
    arrive("after");
    assertThatThrownBy(() -> udp.receive(batch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("error " + errno);
    assertThat(udp.receive(batch)).isEqualTo(1);
  }

  @Test
  void afterAnErrorNothingOldIsReceivedAgain() throws Exception {
    arrive("once");
    assertThat(udp.receive(batch)).isEqualTo(1);
    kernel.failNext(Call.RECEIVE, Errno.ENOMEM);
    assertThatThrownBy(() -> udp.receive(batch)).isInstanceOf(IOException.class);
    arrive("new");
    assertThat(udp.receive(batch)).isEqualTo(1);
    assertThat(texts(batch)).containsExactly("new");
  }

  @Test
  void allDatagramsOfAPeerHaveTheSameAddressObject() throws IOException {
    arrive("one");
    kernel.arriveJoined(peer, "aabb", 2);
    kernel.arrive(at("10.0.0.3", 655), "other");
    arrive("two");
    assertThat(udp.receive(batch)).isEqualTo(5);
    InetSocketAddress first = batch.address(0);
    assertThat(batch.address(2)).isSameAs(first);
    assertThat(batch.address(3)).isEqualTo(at("10.0.0.3", 655));
    assertThat(batch.address(4)).isSameAs(first);
    arrive("later");
    assertThat(udp.receive(batch)).isEqualTo(1);
    assertThat(batch.address(0)).isSameAs(first);
  }

  @Test
  void onASocketForBothVersionsIpv4SourcesAreIpv4() throws IOException {
    udp.close();
    LinuxUdp both = open("::", true);
    kernel.arrive(peer, "four");
    kernel.arrive(at("fd00::1", 1), "six");
    assertThat(both.receive(batch)).isEqualTo(2);
    assertThat(batch.address(0)).isEqualTo(peer);
    assertThat(batch.address(0).getAddress()).isInstanceOf(Inet4Address.class);
    assertThat(batch.address(1)).isEqualTo(at("fd00::1", 1));
  }

  @Test
  void manySourcesAreEachReadRight() throws IOException {
    LinuxUdp both = open("::", true);
    byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
    List<InetSocketAddress> sources = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      sources.add(at("10.1." + i % 250 + ".1", 1 + i));
      sources.add(at("fd00::" + i % 250, 65_535 - i));
      sources.add(new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 1 + i), 655));
    }
    for (int round = 0; round < 2; round++) {
      for (InetSocketAddress source : sources) {
        kernel.arrive(source, "x");
        assertThat(both.receive(batch)).isEqualTo(1);
        // As text, because equals does not look at the scope.
        assertThat(batch.address(0)).hasToString(source.toString());
      }
    }
  }

  @Test
  void withoutOffloadThereIsRoomForMoreMessagesThatAreShorter() throws IOException {
    arrive("joined");
    assertThat(udp.receive(batch)).isEqualTo(1);
    assertThat(kernel.receivable()).isEqualTo(UdpReceiver.JOINED_MESSAGES);
    LinuxUdp single = open("10.0.0.1", false);
    kernel.arrive(peer, "x".repeat(PacketBatch.MAX_PACKET + 9));
    kernel.arrive(peer, "x".repeat(PacketBatch.MAX_PACKET));
    assertThat(single.receive(batch)).isEqualTo(2);
    assertThat(batch.packets().length(0)).as("cut").isEqualTo(PacketBatch.MAX_PACKET);
    assertThat(batch.packets().length(1)).isEqualTo(PacketBatch.MAX_PACKET);
    assertThat(kernel.receivable()).isEqualTo(UdpReceiver.SINGLE_MESSAGES);
  }

  @Test
  void aKernelThatDoesNotJoinGetsShorterMessages() throws IOException {
    kernel.failOption(MessageVector.SOL_UDP, MessageVector.UDP_GRO, Errno.ENOPROTOOPT);
    LinuxUdp old = open("10.0.0.1", true);
    arrive("one");
    assertThat(old.receive(batch)).isEqualTo(1);
    assertThat(kernel.receivable()).isEqualTo(UdpReceiver.SINGLE_MESSAGES);
  }

  @Test
  void closeWakesAReceiveAndDropsWhatWasKept() throws Exception {
    for (int i = 0; i < 12; i++) {
      arrive("d" + i);
    }
    assertThat(udp.receive(batch)).isEqualTo(8);
    udp.close();
    assertThat(udp.receive(batch)).isEqualTo(-1);
    assertThat(batch.count()).isZero();

    LinuxUdp another = open("10.0.0.1", true);
    assertThat(kernel.openDescriptors()).hasSize(1);
    another.close();
  }

  @Test
  void aReceiveThatWaitsEndsWhenTheSocketIsShutDown() throws Exception {
    Future<Integer> received = Background.call(() -> udp.receive(batch));
    kernel.waiting().await();
    udp.close();
    assertThat(kernel.openDescriptors()).isEmpty();
    assertThat(received.get()).isEqualTo(-1);
  }

  private void arrive(String... texts) {
    for (String text : texts) {
      kernel.arrive(peer, text);
    }
  }
}
