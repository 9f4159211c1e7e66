package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@EnabledOnOs(
    value = {OS.LINUX, OS.MAC},
    disabledReason = "the commands are for sh")
class ProxyCommandTest {

  /** Who could take more would have done so by then. */
  private static final long LONG_ENOUGH_MS = 1000;

  private @Nullable ProxyCommand command;

  private ProxyCommand start(String text) throws IOException {
    command = ProxyCommand.start(text, Map.of("NODE", "hub"));
    return command;
  }

  @AfterEach
  void end() {
    if (command != null) {
      command.close();
      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!command.hasEnded() && System.nanoTime() < deadlineNs) {
        command.awaitEnd();
      }
      assertThat(command.hasEnded()).as("threads have ended").isTrue();
    }
  }

  /** All that comes until {@code end} is among it, or the command has no more to say. */
  private static String read(ProxyCommand from, String end) throws IOException {
    var heard = new StringBuilder();
    ByteBuffer bytes = ByteBuffer.allocate(1000);
    try (Selector selector = Selector.open()) {
      from.output().register(selector, SelectionKey.OP_READ);
      while (heard.indexOf(end) < 0) {
        selector.select();
        selector.selectedKeys().clear();
        if (from.output().read(bytes.clear()) < 0) {
          break;
        }
        heard.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
      }
    }
    return heard.toString();
  }

  private static void write(ProxyCommand to, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      to.input().write(bytes);
    }
  }

  @Test
  void itsInputAndOutputAreTheConnection() throws Exception {
    ProxyCommand echo = start("echo to $NODE; exec cat");
    write(echo, "one\n");
    assertThat(read(echo, "one\n")).isEqualTo("to hub\none\n");
    write(echo, "two\n");
    assertThat(read(echo, "two\n")).isEqualTo("two\n");
    assertThat(echo.exitStatus()).isZero();
  }

  @Test
  void itsEndIsTheEndOfTheConnectionAndItsStatusIsKnownThen() throws Exception {
    ProxyCommand failing = start("echo bye; exec >&-; exit 7");
    assertThat(read(failing, "never")).isEqualTo("bye\n");
    assertThat(failing.exitStatus()).isEqualTo(7);
  }

  @Test
  void whoDoesNotReadMakesUsWait() throws Exception {
    ProxyCommand deaf = start("exec sleep 1000");
    ByteBuffer much = ByteBuffer.allocate(1 << 20);
    try (Selector selector = Selector.open()) {
      deaf.input().register(selector, SelectionKey.OP_WRITE);
      while (much.hasRemaining() && selector.select(LONG_ENOUGH_MS) > 0) {
        selector.selectedKeys().clear();
        deaf.input().write(much);
      }
    }
    assertThat(much.remaining()).as("not all is taken").isPositive();
  }

  @Test
  void allThatItStartedIsEndedWithIt() throws Exception {
    ProxyCommand family = start("sleep 1000 & echo $!; wait");
    long child = Long.parseLong(read(family, "\n").strip());
    ProcessHandle handle = ProcessHandle.of(child).orElseThrow();
    family.close();
    handle.onExit().get(30, TimeUnit.SECONDS);
    assertThat(handle.isAlive()).isFalse();
  }

  @Test
  void itDoesNotGoOnWhenTheCommandThatItWaitsForIsEnded(@TempDir Path directory) throws Exception {
    Path late = directory.resolve("late");
    // Says so itself that it runs: what is started in the instant of the end may survive it.
    ProxyCommand waiting = start("sh -c 'echo up; exec sleep 1000'; touch '" + late + "'");
    assertThat(read(waiting, "\n")).isEqualTo("up\n");
    end();
    assertThat(late).doesNotExist();
  }

  @Test
  void whatDoesNotHeedIsEndedByForce() throws Exception {
    ProxyCommand stubborn = start("trap '' TERM; echo $$; while :; do sleep 1; done");
    ProcessHandle handle =
        ProcessHandle.of(Long.parseLong(read(stubborn, "\n").strip())).orElseThrow();
    stubborn.close();
    handle.onExit().get(30, TimeUnit.SECONDS);
    assertThat(handle.isAlive()).isFalse();
  }
}
