package io.github.tinc4j.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs that can be a node. */
enum Kind {
  /** The real daemon. */
  TINCD("^Ready$"),
  /** Ours, as the drop-in program. */
  JAR("(?i)\\bready\\b"),
  /** Ours, started through the public API by {@link ApiNode}, which prints each event. */
  API("^started ");

  /** For one node; it needs far less. */
  private static final int HEAP_MIB = 64;

  /** Without the second compiler: for a program that starts, does little, and ends. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  static final String TINCD_PATH = "/usr/sbin/tincd";

  /** In the log once the node listens. */
  final String ready;

  Kind(String ready) {
    this.ready = ready;
  }

  /** The command line that runs the node of {@code directory} in the foreground. */
  List<String> command(Path directory) {
    String pidFile = "--pidfile=" + directory.resolveSibling(directory.getFileName() + ".pid");
    return switch (this) {
      case TINCD -> List.of(TINCD_PATH, "-c", directory.toString(), "-D", "-d3", pidFile);
      case JAR ->
          java(
              HEAP_MIB, "-jar", jar().toString(), "-c", directory.toString(), "-D", "-d3", pidFile);
      case API -> api(HEAP_MIB, directory.toString());
    };
  }

  /** The command line that runs {@link ApiNode} with so much heap. */
  static List<String> api(int heapMib, String... arguments) {
    List<String> command = program(heapMib, ApiNode.class);
    command.addAll(List.of(arguments));
    return command;
  }

  /** The command line that runs another program of this package, with so much heap. */
  static List<String> program(int heapMib, Class<?> main) {
    return java(heapMib, "-cp", classPath(), main.getName());
  }

  /** The same command line; a Java among it takes its time to start and is fast afterwards. */
  static List<String> atFullSpeed(List<String> command) {
    return command.stream().filter(word -> !word.equals(QUICK_START)).toList();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** The same Java as the build's, small and quick to start. */
  private static List<String> java(int heapMib, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(QUICK_START, "-XX:+UseSerialGC"));
    command.add("-Xmx" + heapMib + "m");
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path jar() {
    Path jar =
        Path.of(System.getProperty("interop.tincd.jar", "../../examples/tincd/target/tincd.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("not packaged yet: " + jar.toAbsolutePath());
    }
    return jar;
  }
}
