package io.github.tinc4j.examples.tincd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.tinc4j.examples.tincd.GetOpt.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule was first seen from tincd 1.0.36 with the same words. */
class GetOptTest {

  @Test
  void lettersMayStandInOneWord() throws UsageException {
    assertThat(parse("-Dd3"))
        .containsExactly(new Given(Option.NO_DETACH, null), new Given(Option.DEBUG, "3"));
  }

  @Test
  void theRestOfAWordIsTheArgumentEvenIfItNamesOptions() throws UsageException {
    assertThat(parse("-dD")).containsExactly(new Given(Option.DEBUG, "D"));
    assertThat(parse("-c=")).containsExactly(new Given(Option.CONFIG, "="));
  }

  @Test
  void aRequiredArgumentMayBeTheNextWordWhateverItIs() throws UsageException {
    assertThat(parse("-o", "-c", "--net", "--", "-Dc", ""))
        .containsExactly(
            new Given(Option.OPTION, "-c"),
            new Given(Option.NET, "--"),
            new Given(Option.NO_DETACH, null),
            new Given(Option.CONFIG, ""));
  }

  @Test
  void anOptionalArgumentMayBeTheNextWordUnlessThatBeginsWithADash() throws UsageException {
    assertThat(parse("-d", "3", "--debug", "4", "-d", "-D", "-d"))
        .containsExactly(
            new Given(Option.DEBUG, "3"),
            new Given(Option.DEBUG, "4"),
            new Given(Option.DEBUG, null),
            new Given(Option.NO_DETACH, null),
            new Given(Option.DEBUG, null));
  }

  @Test
  void anAttachedArgumentMayBeEmpty() throws UsageException {
    assertThat(parse("--debug=", "--config="))
        .containsExactly(new Given(Option.DEBUG, ""), new Given(Option.CONFIG, ""));
  }

  @ParameterizedTest
  @CsvSource({"--no,NO_DETACH", "--deb,DEBUG", "--ne,NET", "--vers,VERSION", "--h,HELP"})
  void aLongNameMayBeCutWhereItStaysUnambiguous(String word, Option option) throws UsageException {
    List<String> words = option == Option.NET ? List.of(word, "x") : List.of(word);
    assertThat(GetOpt.parse(words)).extracting(Given::option).containsExactly(option);
  }

  @Test
  void optionsMayFollowADoubleDashOnlyAsOperands() {
    refused("unrecognized argument '-D'", "-d", "--", "-D");
  }

  @Test
  void aDoubleDashAtTheEndEndsTheOptions() throws UsageException {
    assertThat(parse("-D", "--")).containsExactly(new Given(Option.NO_DETACH, null));
  }

  @Test
  void whatIsWrongIsSaidInTheWordsOfGetopt() {
    refused("unrecognized option '--bogus'", "--bogus");
    refused("invalid option -- 'Z'", "-DZ");
    refused("invalid option -- '5'", "-k", "-5");
    refused("invalid option -- '\0'", "-\0");
    refused("option requires an argument -- 'c'", "-Dc");
    refused("option '--pidfile' requires an argument", "--pid");
    refused("option '--help' doesn't allow an argument", "--help=3");
    refused("unrecognized argument 'extra'", "extra", "-D", "more");
    refused("unrecognized argument '-'", "-D", "-");
    refused("unrecognized argument ''", "");
    refused("option '--n=x' is ambiguous; possibilities: '--no-detach' '--net'", "--n=x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"---", "--=x", "--\n", "-\ud800", "--debug\0=1", "--DEBUG", "-é"})
  void oddWordsAreRefused(String word) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> parse(word));
  }

  @Test
  void anyListOfWordsIsReadOrRefused() {
    var random = new Random(40);
    String alphabet = "-cDdkKno=LRU3 .x\0é";
    for (int round = 0; round < 20_000; round++) {
      List<String> words = new ArrayList<>();
      for (int count = random.nextInt(5); count > 0; count--) {
        var word = new StringBuilder(random.nextBoolean() ? "-" : "");
        for (int length = random.nextInt(6); length > 0; length--) {
          word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        words.add(word.toString());
      }
      try {
        assertThat(GetOpt.parse(words)).hasSizeLessThanOrEqualTo(30);
      } catch (UsageException e) {
        assertThat(e).hasMessageMatching("(?s)(unrecognized|invalid|option) .*");
      }
    }
  }

  private static List<Given> parse(String... words) throws UsageException {
    return GetOpt.parse(List.of(words));
  }

  private static void refused(String message, String... words) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> parse(words))
        .withMessage(message);
  }
}
