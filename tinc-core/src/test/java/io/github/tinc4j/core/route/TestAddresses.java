package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.core.forward.TestTable;

/** Answers of a {@link LocalAddress}. */
final class TestAddresses {

  private TestAddresses() {}

  /** The address {@code local}, provided that it is asked for the way to {@code expected}. */
  static byte[] answering(byte[] destination, String expected, String local) {
    assertThat(destination).isEqualTo(TestTable.ip(expected).getAddress());
    return TestTable.ip(local).getAddress();
  }
}
