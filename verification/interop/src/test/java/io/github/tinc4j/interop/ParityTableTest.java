package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParityTableTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:#(\\w+))?`");

  @Test
  void everyRowNamesATestThatExists() throws IOException {
    Map<String, String> tests = testSources();
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/parity.md"))) {
      if (!line.startsWith("| ") || line.endsWith("| Test |")) {
        continue;
      }
      String proof = line.substring(line.lastIndexOf('|', line.length() - 2));
      Matcher test = TEST.matcher(proof);
      boolean any = false;
      while (test.find()) {
        any = true;
        String source = tests.get(test.group(1));
        boolean method = test.group(2) == null || (source != null && has(source, test.group(2)));
        if (source == null || !method) {
          wrong.add(test.group() + " in: " + line);
        }
      }
      if (!any) {
        wrong.add("no test in: " + line);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyVariableOfTheSpecificationHasARow() throws IOException {
    String rows =
        Files.readAllLines(ROOT.resolve("docs/parity.md")).stream()
            .filter(line -> line.startsWith("| "))
            .collect(Collectors.joining("\n"));
    List<String> variables = variables();
    assertThat(variables).hasSizeGreaterThan(50).contains("Address", "PMTUDiscovery", "Weight");
    assertThat(variables).allSatisfy(name -> assertThat(rows).contains("`" + name + "`"));
  }

  /** Those of the table in spec 40, 3; some of its rows name several. */
  private static List<String> variables() throws IOException {
    List<String> names = new ArrayList<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(ROOT.resolve("docs/spec/40-daemon-behaviour.md"))) {
      if (line.startsWith("| Variable |")) {
        inTable = true;
      } else if (inTable && !line.startsWith("|")) {
        return names;
      } else if (inTable && !line.startsWith("|---")) {
        names.addAll(List.of(line.split("\\|", -1)[1].strip().split(", ", -1)));
      }
    }
    throw new IllegalStateException("no end of the table");
  }

  private static boolean has(String source, String method) {
    return Pattern.compile("\\b(void|DynamicNode>) " + method + "\\(").matcher(source).find();
  }

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().matches(".*/src/(test|main)/java/.*(Test|IT)\\.java"))
          .forEach(file -> sources.put(nameOf(file), read(file)));
    }
    return sources;
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
