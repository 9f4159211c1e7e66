package io.github.tinc4j.core.config;

import io.github.tinc4j.api.config.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syntax of configuration files (spec 40, 2). */
final class ConfigFile {

  private static final int LONGEST_LINE = 2048;
  private static final long LONGEST_FILE = 1 << 20;

  private ConfigFile() {}

  /**
   * The whole text of a file. It is taken as UTF-8; bytes that are none become replacement
   * characters, which no variable but a file name could contain.
   *
   * @throws ConfigurationException when it cannot be read
   */
  static String text(Path file) throws ConfigurationException {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new ConfigurationException(
            file.toString(), 0, null, "longer than " + LONGEST_FILE + " bytes", null);
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      if (e instanceof ConfigurationException known) {
        throw known;
      }
      throw new ConfigurationException(
          file.toString(), 0, null, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The assignments in {@code text}; comments, empty lines and PEM blocks are left out.
   *
   * @param file named in errors
   * @throws ConfigurationException when a variable has no value
   */
  static List<Assignment> parse(String text, String file) throws ConfigurationException {
    List<Assignment> assignments = new ArrayList<>();
    boolean inPem = false;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (inPem || line.startsWith("-----BEGIN")) {
        inPem = !line.startsWith("-----END");
        continue;
      }
      if (trim(line).isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.length() > LONGEST_LINE) {
        throw new ConfigurationException(
            file, number, null, "longer than " + LONGEST_LINE + " characters", null);
      }
      Assignment assignment = assignment(line, file, number);
      if (assignment.value().isEmpty()) {
        throw assignment.wrong("has no value");
      }
      // tincd takes the name of a line that begins with white space as empty: without effect.
      if (!assignment.variable().isEmpty()) {
        assignments.add(assignment);
      }
    }
    return assignments;
  }

  /** The name ends at the first white space or "="; one "=" may stand between name and value. */
  static Assignment assignment(String line, @Nullable String file, int number) {
    int nameEnd = 0;
    while (nameEnd < line.length() && " \t=\r".indexOf(line.charAt(nameEnd)) < 0) {
      nameEnd++;
    }
    String rest = trim(line.substring(nameEnd));
    if (rest.startsWith("=")) {
      rest = trim(rest.substring(1));
    }
    return new Assignment(line.substring(0, nameEnd), rest, file, number);
  }

  /** Without spaces and tabs at both ends, and without the carriage return of a CRLF. */
  private static String trim(String text) {
    int from = 0;
    int to = text.endsWith("\r") ? text.length() - 1 : text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
