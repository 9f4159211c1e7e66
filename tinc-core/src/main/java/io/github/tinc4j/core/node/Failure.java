package io.github.tinc4j.core.node;

import java.util.function.Consumer;

/** Takes what a thread of the node died of, and hands it to the node once there is one. */
final class Failure implements Consumer<Throwable> {

  private volatile Consumer<Throwable> target = cause -> {};

  void attach(Consumer<Throwable> value) {
    target = value;
  }

  @Override
  public void accept(Throwable cause) {
    target.accept(cause);
  }
}
