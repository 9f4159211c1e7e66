package io.github.tinc4j.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
      try {
        descriptors.merge(kind(Files.readSymbolicLink(file).toString()), 1, Integer::sum);
      } catch (NoSuchFileException e) {
        // That of the listing itself, or another that has been closed meanwhile.
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

  private Map<String, Integer> descriptorsBeside(Leftovers before) {
    var more = new TreeMap<String, Integer>();
    descriptors.forEach(
        (kind, count) -> more.put(kind, count - before.descriptors.getOrDefault(kind, 0)));
    more.values().removeIf(count -> count <= 0);
    return more;
  }

  /**
   * Nothing is there that was not before; what the JVM has closed meanwhile may be gone. A thread
   * that has done its work may take a moment to end, and so may the JVM to close the pipes of a
   * process.
   */
  static void assertNoMoreThan(Leftovers before) throws IOException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Leftovers left = now();
    while (!left.isNoMoreThan(before) && System.nanoTime() < deadlineNs) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      left = now();
    }
    assertThat(left.threadsBeside(before)).as("threads").isEmpty();
    assertThat(left.descriptorsBeside(before)).as("file descriptors").isEmpty();
  }

  private boolean isNoMoreThan(Leftovers before) {
    return threadsBeside(before).isEmpty() && descriptorsBeside(before).isEmpty();
  }
}
