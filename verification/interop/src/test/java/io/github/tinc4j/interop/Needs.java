package io.github.tinc4j.interop;

import io.github.tinc4j.testkit.Prerequisite;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What all interop tests need of the machine. */
final class Needs implements ExecutionCondition {

  private static final @Nullable String MISSING = missing();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Prerequisite.condition(MISSING);
  }

  private static @Nullable String missing() {
    if (!Files.isExecutable(Path.of(Kind.TINCD_PATH))) {
      return Kind.TINCD_PATH;
    }
    if (!Files.exists(Path.of("/dev/net/tun"))) {
      return "/dev/net/tun";
    }
    for (List<String> tool :
        List.of(
            List.of("ip", "-V"),
            List.of("ping", "-V"),
            List.of("ethtool", "--version"),
            List.of("iperf3", "--version"),
            List.of("tcpdump", "--version"))) {
      if (!succeeds(tool)) {
        return "'" + String.join(" ", tool) + "', which does not run";
      }
    }
    String probe = "t4jprobe" + ProcessHandle.current().pid();
    if (!succeeds(List.of("ip", "netns", "add", probe))) {
      return "root, to make network namespaces";
    }
    return succeeds(List.of("ip", "netns", "del", probe))
        ? null
        : "network namespaces that can be removed";
  }

  private static boolean succeeds(List<String> command) {
    try {
      return Command.tryRun(command).status() == 0;
    } catch (UncheckedIOException e) {
      return false; // no such program
    }
  }
}
