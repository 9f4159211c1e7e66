package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The file descriptors of this process. */
@NullMarked
final class OpenDescriptors {

  private OpenDescriptors() {}

  /** How many are open; the one that it takes to look is among them. */
  static long count() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }

  /**
   * What the JVM has closed meanwhile may be gone, and what it opens of its own, as to look how
   * much memory there is, it soon closes.
   */
  static void assertNoMoreThan(long before) throws IOException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    long count = count();
    while (count > before && System.nanoTime() < deadlineNs) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      count = count();
    }
    assertThat(count).as("open descriptors").isLessThanOrEqualTo(before);
  }
}
