package io.github.tinc4j.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@EnabledOnOs(
    value = {OS.LINUX, OS.MAC},
    disabledReason = "the scripts are for sh")
class ScriptRunnerTest {

  private static final int SOON_S = 30;
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final Logger logger = Logger.getLogger("io.github.tinc4j.script");
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          log.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir Path root;

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
  }

  private void script(String name, String... lines) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ScriptRunner runner() {
    return new ScriptRunner(root, null, LONG);
  }

  private String output() throws IOException {
    return Files.readString(root.resolve("out"));
  }

  @Test
  void aScriptGetsItsVariablesBesideTheEnvironmentOfTheProcess() throws Exception {
    script(
        "tinc-up",
        "echo \"$NAME|$EMPTY|${EMPTY-unset}|${OTHER-unset}\" > \"$OUT\"",
        "test -n \"$PATH\" && echo path >> \"$OUT\"");
    runner()
        .run(
            "tinc-up",
            Map.of("NAME", "a b'\"$x", "EMPTY", "", "OUT", root.resolve("out").toString()));
    assertThat(output()).isEqualTo("a b'\"$x|||unset\npath\n");
    assertThat(log).isEmpty();
  }

  @Test
  void aScriptHasRunWhenTheCallReturns() throws Exception {
    script("hosts/b-up", "sleep 0.1; echo done > '" + root.resolve("out") + "'");
    runner().run("hosts/b-up", Map.of());
    assertThat(output()).isEqualTo("done\n");
  }

  @Test
  void aScriptThatDoesNotExistIsNoFault() {
    runner().run("tinc-up", Map.of());
    assertThat(log).isEmpty();
  }

  @Test
  void aScriptThatFailsIsLoggedWithItsStatus() throws Exception {
    script("tinc-up", "exit 3");
    runner().run("tinc-up", Map.of());
    assertThat(log).hasSize(1);
    assertThat(log.get(0)).contains("tinc-up").contains("status 3");
  }

  @Test
  void aFileThatCannotBeExecutedIsLogged() throws Exception {
    Files.writeString(root.resolve("tinc-up"), "#!/bin/sh\n");
    runner().run("tinc-up", Map.of());
    assertThat(log).hasSize(1);
    assertThat(log.get(0)).contains("tinc-up").contains("126");
  }

  @Test
  void anInterpreterRunsWhatCannotBeExecuted() throws Exception {
    Files.writeString(root.resolve("tinc-up"), "echo \"$1\" > \"$OUT\"\n");
    new ScriptRunner(root, "/bin/sh -e", LONG)
        .run("tinc-up", Map.of("OUT", root.resolve("out").toString()));
    assertThat(output()).isEqualTo("\n");
    assertThat(log).isEmpty();
  }

  @Test
  void aDirectoryMayHaveSpacesAndQuotesInItsName() throws Exception {
    Path odd = Files.createDirectory(root.resolve("it's \"a\" $dir; false"));
    root = odd;
    script("tinc-up", "echo ran > \"$OUT\"");
    runner().run("tinc-up", Map.of("OUT", odd.resolve("out").toString()));
    assertThat(output()).isEqualTo("ran\n");
  }

  @Test
  void aScriptReadsNothing() throws Exception {
    script("tinc-up", "cat > '" + root.resolve("out") + "'");
    runner().run("tinc-up", Map.of());
    assertThat(output()).isEmpty();
  }

  @Test
  void aScriptThatHangsIsEndedWithAllThatItStarted() throws Exception {
    script("tinc-up", "sleep 1000 &", "echo $! > '" + root.resolve("out") + "'", "wait");
    // On a busy machine a script may not even have begun in a short time.
    for (Duration limit = SHORT; !hasBegun(); limit = limit.multipliedBy(2)) {
      log.clear();
      new ScriptRunner(root, null, limit).run("tinc-up", Map.of());
      assertThat(log).hasSize(1);
      assertThat(log.get(0)).contains("tinc-up").contains("took over");
    }
    assertEnded(Long.parseLong(output().strip()));
  }

  private boolean hasBegun() throws IOException {
    return Files.exists(root.resolve("out")) && output().endsWith("\n");
  }

  private static void assertEnded(long pid) throws Exception {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(SOON_S, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatAScriptLeavesRunningIsLeftAlone() throws Exception {
    script("tinc-up", "sleep 1000 > /dev/null &", "echo $! > '" + root.resolve("out") + "'");
    runner().run("tinc-up", Map.of());
    assertThat(log).isEmpty();
    ProcessHandle left = ProcessHandle.of(Long.parseLong(output().strip())).orElseThrow();
    try {
      assertThat(left.isAlive()).isTrue();
    } finally {
      left.destroyForcibly();
    }
  }

  @Test
  void anInterruptEndsTheScriptAndStaysPending() throws Exception {
    Path fifo = root.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    script("tinc-up", "echo $$ > '" + fifo + "'", "exec sleep 1000");
    var pending = new CompletableFuture<Boolean>();
    var caller =
        new Thread(
            () -> {
              runner().run("tinc-up", Map.of());
              pending.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    // Ends when the script has written to it.
    long pid = Long.parseLong(Files.readString(fifo).strip());
    caller.interrupt();
    assertThat(pending.get(SOON_S, TimeUnit.SECONDS)).isTrue();
    assertEnded(pid);
  }
}
