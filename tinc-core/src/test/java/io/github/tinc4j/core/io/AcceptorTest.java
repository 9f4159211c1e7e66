package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.core.forward.TestTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a shell with ulimit")
class AcceptorTest {

  @Test
  void withoutDescriptorsAcceptingRestsAndThenGoesOn() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 256; exec \"$0\" -Xmx64m -cp \"$1\" \"$2\"",
                java,
                System.getProperty("java.class.path"),
                NoDescriptors.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
      int port = Integer.parseInt(output.readLine());
      // A descriptor or two come free behind the program's back; silent connections take them.
      try (Socket silent = connect(port);
          Socket another = connect(port);
          Socket third = connect(port);
          Socket socket = connect(port)) {
        assertThat(List.of(silent, another, third)).allMatch(Socket::isConnected);
        socket.getOutputStream().write("0 nobody 17\n".getBytes(StandardCharsets.US_ASCII));
        // Three failures with a rest after each of the first two; without, thousands a second.
        long restMs = TimeUnit.NANOSECONDS.toMillis(Acceptor.REST_NS);
        assertThat(Long.parseLong(output.readLine())).isGreaterThanOrEqualTo(2 * restMs);
        // The connection that waited all the time is taken, and its peer found to be unknown.
        socket.setSoTimeout(20_000);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(TestTable.ip("127.0.0.1"), port);
  }
}
