package io.github.tinc4j.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GraphDumpFileTest {

  private static final String TEXT = "digraph {\n}\n";

  @TempDir private Path directory;

  @Test
  void aFileIsReplacedAsAWhole() throws IOException {
    Path file = directory.resolve("graph");
    Files.writeString(file, "a longer text that was here before");
    Path other = Files.createLink(directory.resolve("link"), file);
    new GraphDumpFile().write(file.toString(), TEXT);
    assertThat(file).hasContent(TEXT);
    assertThat(other).hasContent("a longer text that was here before");
    assertThat(directory.resolve("graph.new")).doesNotExist();
  }

  @Test
  void aCommandReadsTheTextOnItsStandardInput() {
    Path file = directory.resolve("copy");
    new GraphDumpFile().write("| tr d D > '" + file + "'", TEXT);
    assertThat(file).hasContent("Digraph {\n}\n");
  }

  @Test
  void aCommandThatReadsNothingDoesNotHoldUsUp() {
    new GraphDumpFile().write("|exit 3", "x".repeat(1 << 20));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aCommandThatTakesTooLongIsEnded() {
    Path begun = directory.resolve("begun");
    Path late = directory.resolve("late");
    String command = "|touch '" + begun + "'; sleep 60; touch '" + late + "'";
    // On a busy machine a command may not even have begun in a short time.
    for (Duration limit = Duration.ofSeconds(1); !Files.exists(begun); ) {
      new GraphDumpFile(limit).write(command, TEXT);
      limit = limit.multipliedBy(2);
    }
    assertThat(late).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenHasNoOtherConsequence() {
    new GraphDumpFile().write(directory.resolve("missing/graph").toString(), TEXT);
    assertThat(directory).isEmptyDirectory();
  }
}
