package io.github.tinc4j.api.config;

import io.github.tinc4j.api.TincException;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that cannot be used. The message reads {@code FILE:LINE: VARIABLE: what is
 * wrong}, without the parts that do not apply.
 */
public final class ConfigurationException extends TincException {

  private static final long serialVersionUID = 1;

  /** Where in the configuration the fault is; shown in the message. */
  private final @Nullable String file;

  private final int line;
  private final @Nullable String variable;

  /**
   * Names the fault and its place.
   *
   * @param file the file, or null when the setting came from code or an option
   * @param line the line, from 1; 0 when no single line is at fault
   * @param variable the variable, or null when no single one is at fault
   * @param problem what is wrong with it
   * @param cause what caused it, if another exception did
   */
  public ConfigurationException(
      @Nullable String file,
      int line,
      @Nullable String variable,
      String problem,
      @Nullable Throwable cause) {
    super(
        (file == null ? "" : file + (line > 0 ? ":" + line : "") + ": ")
            + (variable == null ? "" : variable + ": ")
            + problem,
        cause);
    this.file = file;
    this.line = line;
    this.variable = variable;
  }

  /** The file at fault, or null when the setting came from code or an option. */
  public @Nullable String file() {
    return file;
  }

  /** The line at fault, from 1; 0 when no single line is. */
  public int line() {
    return line;
  }

  /** The variable at fault, or null when no single one is. */
  public @Nullable String variable() {
    return variable;
  }
}
