package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** What the JVM has closed meanwhile may be gone. */
  static void assertNoMoreThan(long before) throws IOException {
    assertThat(count()).as("open descriptors").isLessThanOrEqualTo(before);
  }
}
