package io.github.tinc4j.core.legacy;

import io.github.tinc4j.api.CloseReason;

/** The peer failed to authenticate, and how; its connection ends. */
public final class HandshakeException extends Exception {

  private static final long serialVersionUID = 1;

  /** What the listener learns. */
  private final CloseReason.Kind kind;

  /**
   * Names the failure.
   *
   * @param kind what the listener learns
   * @param message for people: names and numbers, never key material
   */
  public HandshakeException(CloseReason.Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** What went wrong, for people. */
  public String describe() {
    return String.valueOf(getMessage());
  }

  /** The kind of failure. */
  public CloseReason.Kind kind() {
    return kind;
  }
}
