package io.github.tinc4j.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.config.ConfigDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbedInAppTest {

  private final Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  EmbedInAppTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void eachAddressTypedIsLookedUpUntilTheInputEnds() throws IOException {
    Files.writeString(
        directory.resolve("tinc.conf"),
        """
        Name = alpha
        DeviceType = dummy
        BindToAddress = 127.0.0.1
        Port = 0
        Subnet = 10.1.0.0/16
        """);
    ConfigDirectory.of(directory).generateKeys(1024, List.of());

    assertThat(run("10.1.2.3\n10.2.0.1 256.1.1.1::\n", directory.toString())).isZero();
    assertThat(text(out).lines().toList())
        .satisfies(lines -> assertThat(lines.get(0)).startsWith("alpha listens on [/127.0.0.1:"))
        .endsWith("alpha by 10.1.0.0/16#10", "nobody", "no address: 256.1.1.1::");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBeUsedIsNamedInOneLine() {
    assertThat(run("", directory.toString())).isEqualTo(1);
    assertThat(text(err).lines()).hasSize(1);
    assertThat(text(err)).contains(directory.resolve("tinc.conf").toString());
  }

  @Test
  void withoutADirectoryTheUsageIsSaid() {
    assertThat(run("")).isEqualTo(2);
    assertThat(text(err)).isEqualTo("usage: embed-in-app DIRECTORY\n");
  }

  private int run(String input, String... args) {
    return EmbedInApp.run(
        List.of(args),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
