package io.github.tinc4j.examples.tincd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.tinc4j.examples.tincd.CommandLine.Task;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void withoutOptionsTheNetWithoutANameRuns() throws UsageException {
    CommandLine line = parse();
    assertThat(line.task()).isEqualTo(Task.RUN);
    assertThat(line.directory()).isEqualTo(Path.of("/etc/tinc"));
    assertThat(line.pidFile()).isEqualTo(Path.of("/run/tinc.pid"));
    assertThat(line.logFile()).isEqualTo(Path.of("/var/log/tinc.log"));
    assertThat(line.logToFile()).isFalse();
    assertThat(line.noDetach()).isFalse();
    assertThat(line.debugLevel()).isZero();
    assertThat(line.netName()).isNull();
  }

  @Test
  void aNetNameIsPartOfAllDefaultNames() throws UsageException {
    CommandLine line = parse("-nvpn", "--logfile");
    assertThat(line.directory()).isEqualTo(Path.of("/etc/tinc/vpn"));
    assertThat(line.pidFile()).isEqualTo(Path.of("/run/tinc.vpn.pid"));
    assertThat(line.logFile()).isEqualTo(Path.of("/var/log/tinc.vpn.log"));
    assertThat(line.logToFile()).isTrue();
  }

  @Test
  void aDotMeansNoNetName() throws UsageException {
    assertThat(parse("-n", ".").netName()).isNull();
  }

  @Test
  void aDirectoryWinsOverANetName() throws UsageException {
    CommandLine line = parse("-n", "vpn", "-c", "/conf");
    assertThat(line.directory()).isEqualTo(Path.of("/conf"));
    assertThat(line.identity()).isEqualTo("tinc.vpn");
  }

  @Test
  void givenFilesWinOverTheDefaults() throws UsageException {
    CommandLine line = parse("--pidfile=/p", "--logfile", "/l");
    assertThat(line.pidFile()).isEqualTo(Path.of("/p"));
    assertThat(line.logFile()).isEqualTo(Path.of("/l"));
  }

  @ParameterizedTest
  @CsvSource({
    "-d,1",
    "-d3,3",
    "-d 3,3",
    "-d -d,2",
    "-d3 -d,4",
    "-dd,0",
    "--debug=xyz,0",
    "--debug=,0",
    "-d5x,5",
    "-d99999999999,0"
  })
  void theDebugLevelIsRaisedOrSet(String words, int level) throws UsageException {
    assertThat(parse(words.split(" ")).debugLevel()).isEqualTo(level);
  }

  @Test
  void assignmentsKeepTheirOrder() throws UsageException {
    assertThat(parse("-oPort=0", "--option", "beta.Weight=3", "-o", "x").options())
        .containsExactly("Port=0", "beta.Weight=3", "x");
  }

  @ParameterizedTest
  @CsvSource({"-K,2048", "-K512,512", "-K 1024,1024", "-K1024x,1024", "-K512 -K1024,1024"})
  void theSizeOfKeysIsANumberOfBits(String words, int bits) throws UsageException {
    CommandLine line = parse(words.split(" "));
    assertThat(line.task()).isEqualTo(Task.GENERATE_KEYS);
    assertThat(line.keyBits()).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-K511", "-K=512", "-Kabc", "-K99999999999999999999", "-K0"})
  void tooFewBitsAreRefused(String word) {
    refused("'; BITS must be a number equal to or greater than 512.", word);
  }

  @ParameterizedTest
  @CsvSource({"-k,TERM", "-kUSR1,USR1", "-k hup,HUP", "--kill=9,9", "-k 64,64", "-kABRT,ABRT"})
  void aSignalIsANameOrANumber(String words, String signal) throws UsageException {
    CommandLine line = parse(words.split(" "));
    assertThat(line.task()).isEqualTo(Task.KILL);
    assertThat(line.signal()).isEqualTo(signal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-kSIGTERM", "-k=TERM", "-k0x9", "-k0", "-k65", "-k9;id", "--kill="})
  void anotherSignalIsRefused(String word) {
    refused("SIGNAL must be a number or one of HUP, TERM", word);
  }

  @Test
  void ofSeveralTasksTheFirstInTheirFixedOrderCounts() throws UsageException {
    assertThat(parse("-K", "-k", "--help", "--version").task()).isEqualTo(Task.VERSION);
    assertThat(parse("-K", "-k").task()).isEqualTo(Task.KILL);
  }

  @Test
  void whatCanBeGivenOnceIsRefusedTwice() {
    refused("Only one configuration directory can be given.", "-c/a", "-c/b");
    refused("Only one netname can be given.", "-na", "-nb");
    refused("Only one pidfile can be given.", "--pidfile=a", "--pidfile=b");
    refused("Only one logfile can be given.", "--logfile=a", "--logfile=b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-L", "-R", "-Unobody", "--bypass-security"})
  void whatJavaCannotHonourIsRefusedWithTheReason(String word) {
    refused(" is refused: ", word);
  }

  @Test
  void aFileNameThatCannotBeIsRefused() {
    refused("not the name of a file", "-c\0");
  }

  private static CommandLine parse(String... words) throws UsageException {
    return CommandLine.parse(List.of(words));
  }

  private static void refused(String message, String... words) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> parse(words))
        .withMessageContaining(message);
  }
}
