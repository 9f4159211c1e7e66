package io.github.tinc4j.interop;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips the tests, and says why, where they cannot run; in CI that is a failure. */
final class Needs implements ExecutionCondition {

  private static final @Nullable String MISSING = missing();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (MISSING == null) {
      return ConditionEvaluationResult.enabled("all that interop tests need is there");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("interop tests must run in CI, but " + MISSING);
    }
    return ConditionEvaluationResult.disabled(MISSING);
  }

  private static @Nullable String missing() {
    if (!Files.isExecutable(Path.of(Kind.TINCD_PATH))) {
      return "there is no " + Kind.TINCD_PATH;
    }
    if (!Files.exists(Path.of("/dev/net/tun"))) {
      return "there is no /dev/net/tun";
    }
    for (List<String> tool :
        List.of(
            List.of("ip", "-V"),
            List.of("ping", "-V"),
            List.of("ethtool", "--version"),
            List.of("iperf3", "--version"),
            List.of("tcpdump", "--version"))) {
      if (!succeeds(tool)) {
        return "'" + String.join(" ", tool) + "' does not run";
      }
    }
    String probe = "t4jprobe" + ProcessHandle.current().pid();
    if (!succeeds(List.of("ip", "netns", "add", probe))) {
      return "network namespaces cannot be made: needs root";
    }
    return succeeds(List.of("ip", "netns", "del", probe)) ? null : "a namespace cannot be removed";
  }

  private static boolean succeeds(List<String> command) {
    try {
      return Command.tryRun(Duration.ofSeconds(5), command).status() == 0;
    } catch (UncheckedIOException e) {
      return false; // no such program
    }
  }
}
