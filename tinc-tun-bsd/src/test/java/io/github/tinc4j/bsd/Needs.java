package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import org.jspecify.annotations.NullMarked;

/** What a test needs of the machine. Without it a test is skipped, but fails in CI. */
@NullMarked
final class Needs {

  private Needs() {}

  /** Linux, whose numbers the tests of real calls have. */
  static void linux() {
    if (System.getProperty("os.name").equals("Linux")) {
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      fail("this test needs Linux");
    }
    abort("skipped: this test needs Linux");
  }
}
