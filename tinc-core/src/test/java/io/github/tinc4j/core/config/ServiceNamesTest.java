package io.github.tinc4j.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNamesTest {

  private static final ServiceNames NAMES =
      ServiceNames.parse(
          """
          # tcp/ip
          tinc\t\t655/tcp  TINC alias # comment alias2
          tinc\t\t656/udp
          tinc\t\t657/tcp
          dns  53/udp
          broken
          worse x/tcp
          big 65536/tcp
          """);

  @ParameterizedTest
  @ValueSource(strings = {"tinc", "TINC", "alias"})
  void aNameOrAliasMeansItsFirstTcpPort(String name) {
    assertThat(NAMES.port(name)).isEqualTo(655);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "dns", "alias2", "#", "worse", "big", "broken", "65536", "-1", "6 5", "655x"})
  void whatIsNeitherPortNorTcpServiceIsNothing(String text) {
    assertThat(NAMES.port(text)).isNull();
  }

  @Test
  void aNumberIsAPortWithoutAName() {
    assertThat(ServiceNames.parse("").port("0")).isEqualTo(0);
    assertThat(ServiceNames.parse("").port("65535")).isEqualTo(65_535);
  }
}
