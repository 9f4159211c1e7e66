package io.github.tinc4j.core.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A command of {@code Proxy = exec} that runs (spec 10, 10). Its standard error is that of this
 * process, as with scripts.
 *
 * <p>Java can only wait for the input and output of a process, so that two threads carry the bytes
 * between it and pipes that a selector can watch: {@code tinc-exec-out} and {@code tinc-exec-in}.
 * Nothing piles up: who does not read makes the other side wait.
 */
final class ProxyCommand implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");
  private static final int BUFFER_BYTES = 1 << 13;

  /** How long a command may take to end when it is told to. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** How long a command may go on after the end of its output without that being told. */
  private static final Duration END_AFTER_OUTPUT = Duration.ofSeconds(10);

  private final Process process;
  private final Pipe input;
  private final Pipe output;
  private final List<Thread> carriers;

  private ProxyCommand(Process process, Pipe input, Pipe output) {
    this.process = process;
    this.input = input;
    this.output = output;
    this.carriers =
        List.of(
            new Thread(this::carryOutput, "tinc-exec-out"),
            new Thread(this::carryInput, "tinc-exec-in"));
  }

  /**
   * Starts one.
   *
   * @param environment its variables beyond those of this process
   * @throws IOException when there is no shell, or no descriptor left
   */
  static ProxyCommand start(String command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", command).redirectError(Redirect.INHERIT);
    builder.environment().putAll(environment);
    Pipe input = Pipe.open();
    @Nullable Pipe output = null;
    @Nullable Process process = null;
    try {
      output = Pipe.open();
      input.sink().configureBlocking(false);
      output.source().configureBlocking(false);
      process = builder.start();
      var started = new ProxyCommand(process, input, output);
      started.carriers.forEach(thread -> thread.setDaemon(true));
      started.carriers.forEach(Thread::start);
      return started;
    } catch (IOException | RuntimeException | Error e) {
      closeQuietly(input);
      if (output != null) {
        closeQuietly(output);
      }
      if (process != null) {
        process.destroyForcibly();
      }
      throw e;
    }
  }

  /** What it writes to its standard output. */
  Pipe.SourceChannel output() {
    return output.source();
  }

  /** Goes to its standard input. */
  Pipe.SinkChannel input() {
    return input.sink();
  }

  private void carryOutput() {
    try (InputStream from = process.getInputStream();
        Pipe.SinkChannel to = output.sink()) {
      byte[] bytes = new byte[BUFFER_BYTES];
      for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
        ByteBuffer next = ByteBuffer.wrap(bytes, 0, count);
        while (next.hasRemaining()) {
          to.write(next);
        }
      }
      // The end of the output is told after the end of the command, so that its status is known.
      boolean unused = process.waitFor(END_AFTER_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "output of the proxy command", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carryInput() {
    try (OutputStream to = process.getOutputStream();
        Pipe.SourceChannel from = input.source()) {
      ByteBuffer next = ByteBuffer.allocate(BUFFER_BYTES);
      while (from.read(next.clear()) >= 0) {
        to.write(next.array(), 0, next.position());
        to.flush();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "input of the proxy command", e);
    }
  }

  /** Its exit status; 0 as long as it runs. */
  int exitStatus() {
    return process.isAlive() ? 0 : process.exitValue();
  }

  /**
   * Tells it, and all that descends from it, to end; who has not after {@link #GRACE} is ended.
   * Returns at once.
   */
  @Override
  public void close() {
    closeQuietly(input);
    closeQuietly(output);
    // The shell first, or it would go on when the command that it waits for has ended.
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroy);
    CompletableFuture<?>[] ends =
        all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    var unused =
        CompletableFuture.allOf(ends)
            .orTimeout(GRACE.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((ended, late) -> all.forEach(ProcessHandle::destroyForcibly));
  }

  /** Whether nothing of it is left. */
  boolean hasEnded() {
    return carriers.stream().noneMatch(Thread::isAlive);
  }

  /** Waits until nothing of it is left, after {@link #close}. */
  void awaitEnd() {
    try {
      for (Thread carrier : carriers) {
        carrier.join(2 * GRACE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(Pipe pipe) {
    ListenSockets.closeQuietly(pipe.sink());
    ListenSockets.closeQuietly(pipe.source());
  }
}
