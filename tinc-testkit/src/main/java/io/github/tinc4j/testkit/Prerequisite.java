package io.github.tinc4j.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * What a test needs of the machine it runs on. Where that is missing the test is skipped and says
 * what it needs. While the environment variable {@code CI} is {@code true} it fails instead, so
 * that a build server leaves nothing out unseen.
 *
 * <pre>{@code
 * @BeforeAll
 * static void needs() {
 *   Prerequisite.program("ip");
 *   if (!Files.exists(Path.of("/dev/net/tun"))) {
 *     Prerequisite.missing("/dev/net/tun");
 *   }
 * }
 * }</pre>
 */
public final class Prerequisite {

  private static final String NEEDS = "this test needs ";

  private Prerequisite() {}

  /**
   * Ends the test, or all tests of the class, unless a program is installed.
   *
   * @param program a name to be found on the {@code PATH}, or a path
   */
  public static void program(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    if (!isInstalled(program, path)) {
      missing(program + " (not on the PATH " + path + ")");
    }
  }

  static boolean isInstalled(String program, String path) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory).resolve(program)));
  }

  /**
   * Ends the test, or all tests of the class: something that it needs is not there.
   *
   * @param what completes the sentence "this test needs"
   * @throws AssertionError in CI
   * @throws org.opentest4j.TestAbortedException elsewhere
   */
  public static void missing(String what) {
    missing(what, isCi());
  }

  static void missing(String what, boolean ci) {
    if (ci) {
      throw new AssertionError(NEEDS + what);
    }
    Assumptions.abort(NEEDS + what);
  }

  /**
   * The same as the answer of an {@link org.junit.jupiter.api.extension.ExecutionCondition}, for
   * what many classes of tests need.
   *
   * @param missing what is missing, as for {@link #missing(String)}; null when all is there
   * @throws AssertionError when something is missing in CI
   */
  public static ConditionEvaluationResult condition(@Nullable String missing) {
    return condition(missing, isCi());
  }

  static ConditionEvaluationResult condition(@Nullable String missing, boolean ci) {
    if (missing == null) {
      return ConditionEvaluationResult.enabled("all that this test needs is there");
    }
    if (ci) {
      throw new AssertionError(NEEDS + missing);
    }
    return ConditionEvaluationResult.disabled(NEEDS + missing);
  }

  private static boolean isCi() {
    return "true".equals(System.getenv("CI"));
  }
}
