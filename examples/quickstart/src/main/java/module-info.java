/** Three nodes in one JVM; the implementation is found at run time. */
module io.github.tinc4j.examples.quickstart {
  requires io.github.tinc4j.api;
  requires static org.jspecify;
}
