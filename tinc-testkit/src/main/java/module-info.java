/**
 * A mesh in one test: real engines and packet paths, simulated network, virtual time; and the
 * contract of devices as tests to extend.
 */
module io.github.tinc4j.testkit {
  requires transitive io.github.tinc4j.api;
  requires io.github.tinc4j.core;
  requires org.assertj.core;
  requires static transitive org.jspecify;
  requires transitive org.junit.jupiter.api;

  exports io.github.tinc4j.testkit;
}
