/** A mesh in one test: real engines and packet paths, simulated network, virtual time. */
module io.github.tinc4j.testkit {
  requires transitive io.github.tinc4j.api;
  requires io.github.tinc4j.core;
  requires static transitive org.jspecify;

  exports io.github.tinc4j.testkit;
}
