package io.github.tinc4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What is done with every packet allocates nothing, as JMH's profiler sees it. */
class NoAllocationTest {

  /**
   * Bytes: half of the smallest object. What the harness itself allocates is spread over all
   * packets, and on a busy machine these are few.
   */
  private static final double NOTHING = 8;

  private static final String BYTES_PER_PACKET = "gc.alloc.rate.norm";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TunnelBenchmark.seal",
        "TunnelBenchmark.sealBatch",
        "TunnelBenchmark.open",
        "RouteBenchmark.route",
        "SplitBenchmark",
        "CoalesceBenchmark",
        "PathBenchmark",
        "MemoryDeviceBenchmark.batches",
        "CbcBenchmark.encrypt",
        "CbcBenchmark.encryptBatch",
        "CbcBenchmark.decrypt",
        "MacBenchmark.byHand",
        "SptpsBenchmark.poly1305"
      })
  void aPacketCostsNoMemory(String benchmark) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("\\." + benchmark.replace(".", "\\.") + "(\\.|$)")
            .param("algorithms", "aes-256-cbc/sha256")
            .forks(0)
            .warmupIterations(4)
            .warmupTime(TimeValue.milliseconds(250))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(200))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    assertThat(results).isNotEmpty();
    for (RunResult result : results) {
      Result<?> allocated = result.getSecondaryResults().get(BYTES_PER_PACKET);
      assertThat(allocated).as("%s", result.getParams()).isNotNull();
      // What each packet allocates, it does in every iteration; the rest comes and goes.
      assertThat(allocated.getStatistics().getMin())
          .as("%s", result.getParams())
          .isLessThan(NOTHING);
    }
  }
}
