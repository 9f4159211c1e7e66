/**
 * What tests of tinc4j, and of programs that embed it, are made of: a simulated mesh in virtual
 * time, IP packets, the contracts of devices and UDP transports, and help for tests of the outside.
 */
module io.github.tinc4j.testkit {
  requires transitive io.github.tinc4j.api;
  requires io.github.tinc4j.core;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports io.github.tinc4j.testkit;
}
