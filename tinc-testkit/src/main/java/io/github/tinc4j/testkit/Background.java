package io.github.tinc4j.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A call that blocks, on a daemon thread of its own, and what came of it.
 *
 * <pre>{@code
 * Future<Integer> read = Background.call(() -> device.read(batch));
 * device.close();
 * assertThat(read.get(20, SECONDS)).isEqualTo(-1);
 * }</pre>
 *
 * <p>What the call throws, an {@link AssertionError} too, is the cause of the {@link
 * java.util.concurrent.ExecutionException} that {@code get} throws. Any thread.
 */
public final class Background {

  private Background() {}

  /** Something to do that may fail. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @throws Exception when it fails, for whatever reason
     */
    void run() throws Exception;
  }

  /**
   * Starts a call.
   *
   * @return its result, when it has one
   */
  public static <T> CompletableFuture<T> call(Callable<T> call) {
    var outcome = new CompletableFuture<T>();
    var thread =
        new Thread(
            () -> {
              try {
                outcome.complete(call.call());
              } catch (Throwable e) {
                outcome.completeExceptionally(e);
              }
            },
            "tinc-test-background");
    thread.setDaemon(true);
    thread.start();
    return outcome;
  }

  /**
   * Starts an action.
   *
   * @return when it has ended, and how
   */
  public static CompletableFuture<Void> run(Action action) {
    return call(
        () -> {
          action.run();
          return null;
        });
  }
}
