package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowDiagramTest {

  private final FlowDiagram flow = new FlowDiagram();

  @Test
  void nodesAreColumnsAndTimeGoesDown() {
    flow.sent(0, "a", "b", "connect");
    flow.sent(5_000_000, "b", "a", "7 bytes");
    flow.sent(1_005_000_000, "a", "longer_than_a_column", "hello");
    flow.happened(61_000_000_000L, "b", "PING_TIMEOUT");
    assertThat(flow)
        .hasToString(
            """
                        a         b         longer_th\s
                  0.000 |-------->|         |         connect
                  0.005 |<--------|         |         7 bytes
                  1.005 |------------------>|         hello
                 61.000 |         *         |         PING_TIMEOUT
            """);
  }

  @Test
  void onlyTheLastStepsAreKept() {
    for (int i = 0; i < 1000; i++) {
      flow.happened(i, "a", "step " + i);
    }
    assertThat(flow.toString())
        .startsWith("(880 steps before these are left out)")
        .doesNotContain("step 879\n")
        .contains("step 880\n")
        .endsWith("step 999\n")
        .hasLineCount(122);
  }

  @Test
  void aLongTextIsCut() {
    flow.happened(0, "a", "x".repeat(500));
    assertThat(flow.toString()).contains("x".repeat(120)).doesNotContain("x".repeat(121));
  }
}
