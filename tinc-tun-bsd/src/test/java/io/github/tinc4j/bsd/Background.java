package io.github.tinc4j.bsd;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;

/** A daemon thread for a call that blocks, and what came of it. */
@NullMarked
final class Background {

  private Background() {}

  /** Something to do that may fail. */
  interface Action {
    void run() throws Exception;
  }

  static <T> CompletableFuture<T> call(Callable<T> call) {
    var outcome = new CompletableFuture<T>();
    var thread =
        new Thread(
            () -> {
              try {
                outcome.complete(call.call());
              } catch (Throwable e) {
                outcome.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return outcome;
  }

  static CompletableFuture<Void> run(Action action) {
    return call(
        () -> {
          action.run();
          return null;
        });
  }
}
