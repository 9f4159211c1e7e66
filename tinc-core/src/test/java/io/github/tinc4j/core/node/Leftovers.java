package io.github.tinc4j.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What this process holds that a node might leave behind. Linux. */
record Leftovers(List<String> threads, TreeMap<String, Integer> descriptors) {

  static Leftovers now() throws IOException {
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("tinc-"))
            .sorted()
            .toList();
    var descriptors = new TreeMap<String, Integer>();
    List<Path> open;
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      open = files.toList();
    }
    for (Path file : open) {
      // One that is gone was that of the listing itself.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        descriptors.merge(kind(Files.readSymbolicLink(file).toString()), 1, Integer::sum);
      }
    }
    return new Leftovers(threads, descriptors);
  }

  /** {@code socket:[123]} as "socket"; a file by its path. */
  private static String kind(String target) {
    int colon = target.indexOf(':');
    return target.startsWith("/") || colon < 0 ? target : target.replaceAll("[0-9]+", "");
  }

  private List<String> threadsBeside(Leftovers before) {
    List<String> more = new ArrayList<>(threads);
    before.threads.forEach(more::remove);
    return more;
  }

  /**
   * Nothing is there that was not before; what the JVM has closed meanwhile may be gone. A thread
   * that has done its work may take a moment to end.
   */
  static void assertNoMoreThan(Leftovers before) throws IOException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    Leftovers left = now();
    while (!left.threadsBeside(before).isEmpty() && System.nanoTime() < deadlineNs) {
      Thread.onSpinWait();
      left = now();
    }
    assertThat(left.threadsBeside(before)).as("threads").isEmpty();
    Map<String, Integer> descriptors = left.descriptors;
    descriptors.forEach(
        (kind, count) ->
            assertThat(count)
                .as("file descriptors of %s: %s, before %s", kind, descriptors, before.descriptors)
                .isLessThanOrEqualTo(before.descriptors.getOrDefault(kind, 0)));
  }
}
