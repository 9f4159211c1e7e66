package io.github.tinc4j.interop;

import io.github.tinc4j.api.config.ConfigDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Key pairs as {@code tincd -K} writes them, made once and used by test after test. */
final class RsaKeys {

  /**
   * A pair of key files.
   *
   * @param privateKey what {@code rsa_key.priv} holds
   * @param publicKey what a host file holds
   */
  record Pair(String privateKey, String publicKey) {}

  private static final List<Pair> PAIRS = new ArrayList<>();

  private RsaKeys() {}

  /** The pair for the node with this number, from 0. */
  static synchronized Pair get(int number) {
    while (PAIRS.size() <= number) {
      PAIRS.add(
          generate(
              directory -> Command.run(Kind.TINCD_PATH, "-c", directory.toString(), "-K2048")));
    }
    return PAIRS.get(number);
  }

  /** A pair as our own library writes it. */
  static Pair generatedByUs() {
    return generate(directory -> ConfigDirectory.of(directory).generateKeys(2048, List.of()));
  }

  private static Pair generate(Generator generator) {
    try {
      Path directory = Files.createTempDirectory("interop-key");
      try {
        Files.createDirectory(directory.resolve("hosts"));
        Files.writeString(directory.resolve("tinc.conf"), "Name = key\n");
        Files.createFile(directory.resolve("hosts/key"));
        generator.run(directory);
        return new Pair(
            Files.readString(directory.resolve("rsa_key.priv")),
            Files.readString(directory.resolve("hosts/key")));
      } finally {
        Directories.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes keys into a configuration directory. */
  private interface Generator {
    void run(Path directory) throws IOException;
  }
}
