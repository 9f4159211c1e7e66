package io.github.tinc4j.core.config;

import io.github.tinc4j.api.config.ConfigurationException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One line {@code Variable = Value}.
 *
 * @param variable as it is written; names do not depend on case
 * @param value without white space around it, not empty
 * @param file where it stands; null for the command line
 * @param line its line from 1, or its place on the command line
 */
record Assignment(String variable, String value, @Nullable String file, int line) {

  /** Command line first, then the lowest line number, whatever the file; then the file's path. */
  static final Comparator<Assignment> PRECEDENCE =
      Comparator.comparing((Assignment a) -> a.file != null)
          .thenComparingInt(Assignment::line)
          .thenComparing(a -> a.file == null ? "" : a.file);

  boolean names(String name) {
    return variable.equalsIgnoreCase(name);
  }

  ConfigurationException wrong(String problem) {
    return wrong(problem, null);
  }

  ConfigurationException wrong(String problem, @Nullable Throwable cause) {
    return new ConfigurationException(file, file == null ? 0 : line, variable, problem, cause);
  }
}
