package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.spi.HostSystem;
import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NullMarked
@Timeout(30)
class LinuxHostTest {

  /** Of {@code /proc/PID/stat}, from the state on, which is field 3 ({@code proc(5)}). */
  private static final int NICE = 19 - 3;

  private final FaultyHost kernel = new FaultyHost();
  private final LinuxHost host = new LinuxHost("Linux", () -> kernel);

  @Test
  void itIsAvailableOnLinuxOnly() {
    assertThat(host.available()).isTrue();
    var mac =
        new LinuxHost(
            "Mac OS X",
            () -> {
              throw new AssertionError("nothing is loaded here");
            });
    assertThat(mac.available()).isFalse();
    assertThatThrownBy(() -> mac.setThreadNice(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Mac OS X");
  }

  @Test
  void itIsFoundAsAService() {
    assertThat(ServiceLoader.load(HostSystem.class)).hasAtLeastOneElementOfType(LinuxHost.class);
  }

  @Test
  void aLibraryThatDoesNotLoadIsSaidOnceAndMakesItUnavailable() {
    var error = new UnsatisfiedLinkError("no jnidispatch");
    var broken =
        new LinuxHost(
            "Linux",
            () -> {
              throw error;
            });
    List<String> logged = LogLines.of(() -> assertThat(broken.available()).isFalse());
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0)).contains("BindToInterface", "no jnidispatch", "jna.tmpdir");
    assertThatThrownBy(() -> broken.adopt(3))
        .isInstanceOf(IOException.class)
        .hasCause(error)
        .hasMessageContaining("jna.tmpdir");
  }

  @Test
  void aMachineOutOfMemoryIsNotTheLibrarysFault() {
    var exhausted =
        new LinuxHost(
            "Linux",
            () -> {
              throw new OutOfMemoryError();
            });
    assertThatThrownBy(exhausted::available).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void thePriorityIsThatOfTheCallingThreadAlone() throws Exception {
    int before = nice("thread-self");
    int there =
        Background.call(
                () -> {
                  host.setThreadNice(before + 3);
                  return nice("thread-self");
                })
            .get();
    assertThat(there).isEqualTo(before + 3);
    assertThat(nice("thread-self")).isEqualTo(before);
    assertThat(nice("self")).as("the first thread").isEqualTo(before);
  }

  private static int nice(String whose) throws IOException {
    String stat = Files.readString(Path.of("/proc", whose, "stat"));
    // The name, in brackets, may have spaces in it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Integer.parseInt(fields[NICE]);
  }

  @Test
  void aPriorityThatIsRefusedIsSaid() {
    kernel.failNext(FaultyHost.Call.SETPRIORITY, Errno.EACCES);
    assertThatThrownBy(() -> host.setThreadNice(-10))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot set the nice value -10: Permission denied");
  }
}
