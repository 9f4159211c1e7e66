package io.github.tinc4j.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QuickstartTest {

  @Test
  @Timeout(300)
  void itShowsAMeshThatRelaysGoesDirectAndHeals() throws Exception {
    var written = new ByteArrayOutputStream();
    new Quickstart(new PrintStream(written, true, UTF_8)).run();
    assertThat(written.toString(UTF_8))
        .contains("gamma is reachable, nexthop beta, via gamma")
        .containsPattern("ping alpha -> gamma: .* ms, by TCP, nexthop beta")
        .containsPattern("ping alpha -> gamma: .* ms, directly by UDP")
        .containsPattern("10\\.20\\.0\\.3/32#10 +gamma")
        .containsPattern("\\[gamma] edge (alpha -> beta|beta -> alpha) is gone")
        .containsPattern("(?s)is cut.*ping alpha -> beta: .* ms")
        .endsWith("Done" + System.lineSeparator());
  }
}
