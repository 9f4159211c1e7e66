package io.github.tinc4j.examples.tincd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Splits an argument list into options as tincd 1.0.36 does: the rules of getopt_long, and one of
 * its own, that an optional argument may also be the next word when that does not begin with "-"
 * ({@code -d 3}).
 */
final class GetOpt {

  /**
   * One option as given.
   *
   * @param argument its argument; null when it has none
   */
  record Given(Option option, @Nullable String argument) {}

  private final List<String> words;
  private final List<Given> given = new ArrayList<>();
  private @Nullable String operand;
  private int next;

  private GetOpt(List<String> words) {
    this.words = words;
  }

  /**
   * The options in the order given.
   *
   * @throws UsageException for the first word that is no option, or a wrong one
   */
  static List<Given> parse(List<String> words) throws UsageException {
    var parser = new GetOpt(words);
    parser.run();
    return parser.given;
  }

  private void run() throws UsageException {
    while (next < words.size()) {
      String word = words.get(next++);
      if (word.equals("--")) {
        break;
      } else if (word.startsWith("--")) {
        longOption(word);
      } else if (word.startsWith("-") && word.length() > 1) {
        cluster(word);
      } else if (operand == null) {
        operand = word;
      }
    }
    if (operand == null && next < words.size()) {
      operand = words.get(next);
    }
    if (operand != null) {
      throw new UsageException("unrecognized argument '" + operand + "'");
    }
  }

  /** {@code -Dd3}: letters, the last of which may have the rest of the word as its argument. */
  private void cluster(String word) throws UsageException {
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      Option option = Option.ofLetter(letter);
      if (option == null) {
        throw new UsageException("invalid option -- '" + letter + "'");
      }
      if (option.argument() != Option.Argument.NONE) {
        String rest = word.substring(i + 1);
        add(
            option,
            rest.isEmpty() ? null : rest,
            "option requires an argument -- '" + letter + "'");
        return;
      }
      given.add(new Given(option, null));
    }
  }

  /** {@code --name} or {@code --name=argument}; the name may be cut where it stays unambiguous. */
  private void longOption(String word) throws UsageException {
    int equals = word.indexOf('=');
    String name = word.substring(2, equals < 0 ? word.length() : equals);
    Option option = byLongName(name, word);
    String attached = equals < 0 ? null : word.substring(equals + 1);
    if (option.argument() != Option.Argument.NONE) {
      add(option, attached, "option '--" + option.longName() + "' requires an argument");
    } else if (attached != null) {
      throw new UsageException("option '--" + option.longName() + "' doesn't allow an argument");
    } else {
      given.add(new Given(option, null));
    }
  }

  private static Option byLongName(String name, String word) throws UsageException {
    List<Option> candidates =
        Arrays.stream(Option.values()).filter(o -> o.longName().startsWith(name)).toList();
    for (Option candidate : candidates) {
      if (candidates.size() == 1 || candidate.longName().equals(name)) {
        return candidate;
      }
    }
    if (candidates.isEmpty()) {
      throw new UsageException("unrecognized option '" + word + "'");
    }
    throw new UsageException(
        candidates.stream()
            .map(o -> "'--" + o.longName() + "'")
            .collect(
                Collectors.joining(
                    " ", "option '" + word + "' is ambiguous; possibilities: ", "")));
  }

  private void add(Option option, @Nullable String attached, String missing) throws UsageException {
    String argument = attached;
    if (argument == null && next < words.size() && takesNextWord(option)) {
      argument = words.get(next++);
    }
    if (argument == null && option.argument() == Option.Argument.REQUIRED) {
      throw new UsageException(missing);
    }
    given.add(new Given(option, argument));
  }

  private boolean takesNextWord(Option option) {
    return option.argument() == Option.Argument.REQUIRED || !words.get(next).startsWith("-");
  }
}
