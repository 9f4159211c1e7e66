package io.github.tinc4j.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class PollSetTest {

  // poll.h
  private static final int POLLIN = 1;
  private static final int POLLERR = 8;

  // errno.h
  private static final int EINTR = 4;
  private static final int ENOMEM = 12;

  private final FakePoll calls = new FakePoll();
  private final PollSet polled = new PollSet(calls, "the device", 30, 40);

  @Test
  void eachDescriptorIsWaitedForUntilItCanBeRead() throws IOException {
    assertThat(polled.await()).isTrue();
    assertThat(calls.waitedFor).containsExactlyInAnyOrderEntriesOf(Map.of(30, POLLIN, 40, POLLIN));
    assertThat(calls.timeoutMs).as("without a limit").isEqualTo(-1);
    assertThat(polled.isReady(0)).isFalse();
    assertThat(polled.hasFailed(0)).isFalse();
  }

  @Test
  void whatIsReadyIsToldOfEachDescriptor() throws IOException {
    calls.events = Map.of(40, POLLIN);
    assertThat(polled.await()).isTrue();
    assertThat(polled.isReady(0)).isFalse();
    assertThat(polled.isReady(1)).isTrue();
    assertThat(polled.hasFailed(1)).isFalse();
  }

  @Test
  void aDescriptorThatFailedMayHaveSomethingToBeReadFirst() throws IOException {
    calls.events = Map.of(30, POLLERR | POLLIN, 40, POLLERR);
    assertThat(polled.await()).isTrue();
    assertThat(polled.isReady(0)).isTrue();
    assertThat(polled.hasFailed(0)).isFalse();
    assertThat(polled.isReady(1)).isTrue();
    assertThat(polled.hasFailed(1)).isTrue();
    assertThat(polled.events(1)).isEqualTo(POLLERR);
  }

  @Test
  void anotherDescriptorTakesThePlaceOfOne() throws IOException {
    polled.set(0, 50);
    assertThat(polled.await()).isTrue();
    assertThat(calls.waitedFor).containsOnlyKeys(40, 50);
  }

  @Test
  void aWaitWithALimitEndsWithoutAnybodyReady() throws IOException {
    assertThat(polled.await(200)).isTrue();
    assertThat(calls.timeoutMs).isEqualTo(200);
    assertThat(polled.isReady(1)).isFalse();
  }

  @Test
  void aSignalEndsAWaitAndTellsNothing() throws IOException {
    calls.errno = EINTR;
    assertThat(polled.await()).isFalse();
  }

  @Test
  void aWaitThatIsRefusedFailsAndNamesTheDevice() {
    calls.errno = ENOMEM;
    assertThatThrownBy(polled::await)
        .isInstanceOf(IOException.class)
        .hasMessage("cannot wait for the device: error 12");
  }

  /** Answers {@code poll} only. */
  private static final class FakePoll implements DescriptorCalls {

    /** What each descriptor has to say. */
    Map<Integer, Integer> events = Map.of();

    /** Of each descriptor, what it was asked for. */
    final Map<Integer, Integer> waitedFor = new TreeMap<>();

    int timeoutMs;
    int errno;

    @Override
    public int poll(long pollfds, int count, int limitMs) {
      timeoutMs = limitMs;
      if (errno != 0) {
        return -1;
      }
      var entries = new Pointer(pollfds);
      int ready = 0;
      for (int i = 0; i < count; i++) {
        int fd = entries.getInt(8L * i);
        waitedFor.put(fd, (int) entries.getShort(8L * i + 4));
        int seen = events.getOrDefault(fd, 0);
        entries.setShort(8L * i + 6, (short) seen);
        ready += seen == 0 ? 0 : 1;
      }
      return ready;
    }

    @Override
    public int errno() {
      return errno;
    }

    @Override
    public String errorText(int number) {
      return "error " + number;
    }

    @Override
    public int open(long path, int flags) {
      throw new AssertionError("only poll is called");
    }

    @Override
    public int ioctl(int fd, long request, long argument) {
      throw new AssertionError("only poll is called");
    }

    @Override
    public long read(int fd, long buffer, long size) {
      throw new AssertionError("only poll is called");
    }

    @Override
    public long write(int fd, long buffer, long size) {
      throw new AssertionError("only poll is called");
    }

    @Override
    public int close(int fd) {
      throw new AssertionError("only poll is called");
    }
  }
}
