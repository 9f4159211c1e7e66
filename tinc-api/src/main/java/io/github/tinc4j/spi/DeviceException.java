package io.github.tinc4j.spi;

import io.github.tinc4j.api.TincException;
import org.jspecify.annotations.Nullable;

/** A device that could not be opened, and why. */
public final class DeviceException extends TincException {

  private static final long serialVersionUID = 1;

  /** Why; shown in the message in words. */
  private final Reason reason;

  /**
   * Names the failure.
   *
   * @param reason its kind
   * @param message what failed, with the names of device and interface, and what would help
   * @param cause what caused it, if another exception did
   */
  public DeviceException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The kind of failure. */
  public Reason reason() {
    return reason;
  }

  /** The kinds of failure. */
  public enum Reason {
    /** This process may not open it. */
    NO_PERMISSION,
    /** The device file, or the driver behind it, is not there. */
    NOT_FOUND,
    /** The interface is in use, or its name is. */
    IN_USE,
    /** The name or another setting is not legal. */
    BAD_SETTING,
    /** No provider on the class path opens this type of device. */
    NO_PROVIDER,
    /** The system refused for another reason. */
    FAILED
  }
}
