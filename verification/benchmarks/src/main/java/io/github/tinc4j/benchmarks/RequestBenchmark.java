package io.github.tinc4j.benchmarks;

import io.github.tinc4j.core.wire.LineWriter;
import io.github.tinc4j.core.wire.MalformedLine;
import io.github.tinc4j.core.wire.MetaMessage;
import io.github.tinc4j.core.wire.Request;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and writing the lines that a mesh floods (spec 10, 6). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RequestBenchmark {

  /** The line. */
  @Param({"12 4c296f1 a b 192.0.2.2 655 c 5", "10 28c70b21 a 10.9.1.0/24#10", "8"})
  public String line = "";

  /** Reads it. */
  @Benchmark
  public MetaMessage read() throws MalformedLine {
    return Request.read(line);
  }

  /** Reads and writes it. */
  @Benchmark
  public String readAndWrite() throws MalformedLine {
    var out = new LineWriter();
    Request.read(line).format(out);
    return out.line();
  }
}
