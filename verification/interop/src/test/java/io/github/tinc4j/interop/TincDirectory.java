package io.github.tinc4j.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A tinc configuration directory in the making: lines are collected, then written once. */
final class TincDirectory {

  private final Path path;
  private final String name;
  private final RsaKeys.Pair keys;
  private final List<String> server = new ArrayList<>();
  private final List<String> host = new ArrayList<>();
  private final Map<String, String> scripts = new TreeMap<>();
  private final Map<String, String> files = new TreeMap<>();

  TincDirectory(Path path, String name, RsaKeys.Pair keys) {
    this.path = path;
    this.name = name;
    this.keys = keys;
    server("Name", name);
  }

  Path path() {
    return path;
  }

  /** Adds a line to {@code tinc.conf}. */
  void server(String variable, String value) {
    server.add(variable + " = " + value);
  }

  /** Has this as the only line of its variable in {@code tinc.conf}. */
  void serverInstead(String variable, String value) {
    server.removeIf(line -> line.startsWith(variable + " = "));
    server(variable, value);
  }

  /** Adds a line to the own host file, which all others get a copy of. */
  void host(String variable, String value) {
    host.add(variable + " = " + value);
  }

  /** Has this as the only line of its variable in the own host file. */
  void hostInstead(String variable, String value) {
    host.removeIf(line -> line.startsWith(variable + " = "));
    host(variable, value);
  }

  /** A script to be there, below the directory. */
  void script(String file, String... lines) {
    scripts.put(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
  }

  /** Another file to be there, below the directory. */
  void file(String file, String... lines) {
    files.put(file, String.join("\n", lines) + "\n");
  }

  /** Adds lines to a script that is there. */
  void addToScript(String file, String... lines) {
    scripts.merge(file, String.join("\n", lines) + "\n", String::concat);
  }

  private String hostFile() {
    return String.join("\n", host) + "\n" + keys.publicKey();
  }

  /** Writes all files, with the host files of {@code all}. */
  void write(List<TincDirectory> all) {
    try {
      Files.createDirectories(path.resolve("hosts"));
      Files.writeString(path.resolve("tinc.conf"), String.join("\n", server) + "\n");
      Path privateKey = path.resolve("rsa_key.priv");
      Files.writeString(privateKey, keys.privateKey());
      Files.setPosixFilePermissions(privateKey, PosixFilePermissions.fromString("rw-------"));
      for (TincDirectory each : all) {
        Files.writeString(path.resolve("hosts").resolve(each.name), each.hostFile());
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(path.resolve(file.getKey()), file.getValue());
      }
      for (Map.Entry<String, String> script : scripts.entrySet()) {
        Path file = path.resolve(script.getKey());
        Files.writeString(file, script.getValue());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
