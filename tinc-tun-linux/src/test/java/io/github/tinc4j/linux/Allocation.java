package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.NullMarked;

/** What a step costs in memory, on this thread and once it is warm. */
@NullMarked
final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 3_000;

  private Allocation() {}

  /** Something that may fail. */
  interface Step {
    void run() throws Exception;
  }

  /** Fails when a step allocates anything. */
  static void isNone(Step step) throws Exception {
    repeat(step);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    repeat(step);
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(bytes).as("bytes for %s steps", ROUNDS).isLessThan(ROUNDS);
  }

  private static void repeat(Step step) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      step.run();
    }
  }
}
