package io.github.tinc4j.examples.tincd;

/** The argument list cannot be used; the message says why, in one line. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
