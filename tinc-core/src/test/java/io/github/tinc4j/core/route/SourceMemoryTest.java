package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceMemoryTest {

  private static final long SECOND = 1_000_000_000L;

  private final List<Long> told = new ArrayList<>();
  private boolean room = true;
  private final SourceMemory memory =
      new SourceMemory(
          address -> {
            told.add(address);
            return room;
          });

  @Test
  void anAddressIsToldOnceASecond() {
    for (long now = 0; now < 3 * SECOND; now += SECOND / 10) {
      memory.seen(0x0200_0000_0001L, now);
      memory.seen(0, now);
    }
    assertThat(told).hasSize(6);
    assertThat(told.subList(0, 2)).containsExactly(0x0200_0000_0001L, 0L);
  }

  @Test
  void whatFoundNoRoomIsToldAgain() {
    room = false;
    memory.seen(7, 0);
    memory.seen(7, 1);
    room = true;
    memory.seen(7, 2);
    memory.seen(7, 3);
    assertThat(told).containsExactly(7L, 7L, 7L);
  }

  @Test
  void anyNumberOfAddressesIsToldWithoutMissingOne() {
    for (long address = 0; address < 5000; address++) {
      memory.seen(address, 0);
    }
    assertThat(told).hasSize(5000).doesNotHaveDuplicates();
  }
}
