package io.github.tinc4j.bsd;

import io.github.tinc4j.testkit.Prerequisite;
import org.jspecify.annotations.NullMarked;

/** What a test needs of the machine. */
@NullMarked
final class Needs {

  private Needs() {}

  /** Linux, whose numbers the tests of real calls have. */
  static void linux() {
    if (!System.getProperty("os.name").equals("Linux")) {
      Prerequisite.missing("Linux");
    }
  }
}
