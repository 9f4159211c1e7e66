package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Programs that single tests need besides what all of them do. */
final class Programs {

  private Programs() {}

  /** Leaves the test out where {@code program} is not installed; in CI that is a failure. */
  static void require(String program) {
    if (!isInstalled(program)) {
      if ("true".equals(System.getenv("CI"))) {
        fail("%s is not installed", program);
      }
      Assumptions.abort(program + " is not installed");
    }
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
