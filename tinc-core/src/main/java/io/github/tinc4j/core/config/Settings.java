package io.github.tinc4j.core.config;

import io.github.tinc4j.api.config.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All assignments that apply to a node or a host, in their order of precedence (spec 40, 2), and
 * how their values are read.
 */
final class Settings {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j.config");

  private final List<Assignment> assignments;

  Settings(Collection<Assignment> all) {
    this.assignments = new ArrayList<>(all);
    assignments.sort(Assignment.PRECEDENCE);
  }

  /** All assignments of a variable, the one with the highest precedence first. */
  List<Assignment> all(String variable) {
    return assignments.stream().filter(assignment -> assignment.names(variable)).toList();
  }

  /** The assignment that counts, or null. */
  @Nullable Assignment first(String variable) {
    return assignments.stream()
        .filter(assignment -> assignment.names(variable))
        .findFirst()
        .orElse(null);
  }

  @Nullable String string(String variable) {
    Assignment assignment = first(variable);
    return assignment == null ? null : assignment.value();
  }

  String string(String variable, String absent) {
    String value = string(variable);
    return value == null ? absent : value;
  }

  /** What is wrong with the assignment that counts, which is there. */
  ConfigurationException wrong(String variable, String problem) {
    Assignment assignment = first(variable);
    return assignment == null
        ? new ConfigurationException(null, 0, variable, problem, null)
        : assignment.wrong(problem + ": '" + assignment.value() + "'");
  }

  /** Yes or no; anything else is logged and taken as absent, as tincd does. */
  @Nullable Boolean bool(String variable) {
    Assignment assignment = first(variable);
    if (assignment == null) {
      return null;
    }
    if (assignment.value().equalsIgnoreCase("yes")) {
      return true;
    }
    if (!assignment.value().equalsIgnoreCase("no")) {
      ignored(assignment, "neither yes nor no");
      return null;
    }
    return false;
  }

  boolean flag(String variable) {
    return Boolean.TRUE.equals(bool(variable));
  }

  /** A leading decimal integer; garbage is logged and taken as absent, as tincd does. */
  @Nullable Integer integer(String variable) {
    Assignment assignment = first(variable);
    if (assignment == null) {
      return null;
    }
    Integer value = leadingInteger(assignment.value());
    if (value == null) {
      ignored(assignment, "not a number");
    }
    return value;
  }

  static @Nullable Integer leadingInteger(String text) {
    int end = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    try {
      return Integer.valueOf(text.substring(0, end));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static void ignored(Assignment assignment, String problem) {
    warn(assignment, problem + ": '" + assignment.value() + "'", "the default is used");
  }

  /**
   * An integer that must lie in a range.
   *
   * @throws ConfigurationException when it does not
   */
  int integer(String variable, int absent, int least, int most) throws ConfigurationException {
    Integer value = integer(variable);
    Assignment assignment = first(variable);
    if (value == null || assignment == null) {
      return absent;
    }
    if (value < least || value > most) {
      throw assignment.wrong("not " + least + " to " + most + ": " + value);
    }
    return value;
  }

  /** Seconds; a value less than {@code least} gives {@code tooSmall}. */
  Duration seconds(String variable, Duration absent, Duration tooSmall) {
    Integer value = integer(variable);
    return value == null ? absent : value < 1 ? tooSmall : Duration.ofSeconds(value);
  }

  /**
   * One of a few words.
   *
   * @throws ConfigurationException when it is another
   */
  <T> T choice(String variable, T absent, Map<String, T> words) throws ConfigurationException {
    Assignment assignment = first(variable);
    if (assignment == null) {
      return absent;
    }
    T chosen = words.get(assignment.value().toLowerCase(Locale.ROOT));
    if (chosen == null) {
      throw assignment.wrong("unknown value '" + assignment.value() + "'");
    }
    return chosen;
  }

  /** Tells that a value is not used; {@code instead} says what is. */
  static void warn(Assignment assignment, String problem, String instead) {
    warn(assignment.wrong(problem), instead);
  }

  /** The same of a value whose fault is known already. */
  static void warn(ConfigurationException fault, String instead) {
    LOG.log(System.Logger.Level.WARNING, "{0}, {1}", fault.getMessage(), instead);
  }

  /**
   * The file that a variable names, relative to {@code directory}; null when it is absent.
   *
   * @throws ConfigurationException when no file can have that name
   */
  @Nullable Path file(String variable, Path directory) throws ConfigurationException {
    Assignment assignment = first(variable);
    if (assignment == null) {
      return null;
    }
    try {
      return directory.resolve(assignment.value());
    } catch (InvalidPathException e) {
      throw assignment.wrong("not a file name", e);
    }
  }
}
