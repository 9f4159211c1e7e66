package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ProcessPriority}, as the kernel sees it. */
@InteropTest
class ProcessPriorityIT {

  /** Of {@code /proc/PID/stat}, from the state on, which is field 3 ({@code proc(5)}). */
  private static final int NICE = 19 - 3;

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"JAR, low, 10", "JAR, high, -10", "JAR, normal, 0", "TINCD, low, 10"})
  void itIsThatOfTheNodeAndOfItsScripts(Kind kind, String priority, int nice, Mesh mesh)
      throws IOException {
    Node node = mesh.node("node").server("ProcessPriority", priority);
    Node peer = mesh.node("peer").dials(node);
    Path seen = node.directory().path().resolve("nice");
    node.directory().script("host-up", "nice >" + seen + ".new; mv " + seen + ".new " + seen);
    Daemon daemon = node.start(kind);
    peer.start(Kind.TINCD);
    peer.awaitPing(node);

    Map<String, Integer> threads = niceValues(daemon.pid());
    if (kind == Kind.TINCD) {
      assertThat(threads).containsOnly(Map.entry("tincd", nice));
    } else {
      assertThat(threads).containsKeys("tinc-control", "tinc-tun-in-0", "tinc-udp-in-0");
      assertThat(threads)
          .allSatisfy(
              (name, value) -> {
                if (name.startsWith("tinc-")) {
                  assertThat(value).as(name).isEqualTo(nice);
                }
              });
      assertThat(threads).contains(Map.entry("java", 0), Map.entry("VM Thread", 0));
    }
    Poll.until(() -> Files.exists(seen), there -> there);
    assertThat(Files.readString(seen).trim()).isEqualTo(Integer.toString(nice));
  }

  /** By the names of the threads. Some of the JVM's come and go. */
  private static Map<String, Integer> niceValues(long pid) throws IOException {
    List<Path> threads;
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      threads = all.toList();
    }
    Map<String, Integer> values = new TreeMap<>();
    for (Path thread : threads) {
      try {
        String stat = Files.readString(thread.resolve("stat"));
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        values.put(name, Integer.valueOf(fields[NICE]));
      } catch (IOException e) {
        // It has ended meanwhile.
      }
    }
    return values;
  }

  @Test
  void anotherValueEndsTheStartWithFileAndLine(Mesh mesh) {
    Node node = mesh.node("node").server("ProcessPriority", "urgent");
    Daemon daemon = node.launch(Kind.JAR);
    daemon.await("tinc\\.conf:\\d+: ProcessPriority: unknown value 'urgent'");
    assertThat(daemon.awaitEnd()).isEqualTo(1);
  }
}
