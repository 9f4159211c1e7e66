package io.github.tinc4j.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A node could not be started, and why; the subtypes say whose fault it was. */
public class TincException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Names the failure.
   *
   * @param message what failed, with names and values
   * @param cause what caused it, if another exception did
   */
  public TincException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
