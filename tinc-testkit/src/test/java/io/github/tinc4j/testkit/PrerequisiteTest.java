package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class PrerequisiteTest {

  @Test
  void whatIsMissingSkipsTheTestAndIsNamed() {
    assertThatThrownBy(() -> Prerequisite.missing("a moon", /* ci= */ false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("this test needs a moon");
    assertThat(Prerequisite.condition("a moon", /* ci= */ false))
        .satisfies(
            result -> {
              assertThat(result.isDisabled()).isTrue();
              assertThat(result.getReason()).hasValue("this test needs a moon");
            });
  }

  @Test
  void inCiWhatIsMissingFailsTheTest() {
    assertThatThrownBy(() -> Prerequisite.missing("a moon", /* ci= */ true))
        .isInstanceOf(AssertionError.class)
        .hasMessage("this test needs a moon");
    assertThatThrownBy(() -> Prerequisite.condition("a moon", /* ci= */ true))
        .isInstanceOf(AssertionError.class)
        .hasMessage("this test needs a moon");
  }

  @Test
  void whereNothingIsMissingTestsRun() {
    assertThat(Prerequisite.condition(null, /* ci= */ true).isDisabled()).isFalse();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there each file can be executed")
  void aProgramIsFoundOnThePathOrByItsOwn(@TempDir Path directory) throws IOException {
    Path tool = Files.createFile(directory.resolve("tool"));
    Path text = Files.createFile(directory.resolve("text"));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-------"));
    String path = "/nowhere" + File.pathSeparator + directory;
    assertThat(Prerequisite.isInstalled("tool", path)).isTrue();
    assertThat(Prerequisite.isInstalled("text", path)).isFalse();
    assertThat(Prerequisite.isInstalled("tool", "/nowhere")).isFalse();
    assertThat(Prerequisite.isInstalled(tool.toString(), "")).isTrue();
    assertThat(Prerequisite.isInstalled(text.toString(), "")).isFalse();
  }
}
