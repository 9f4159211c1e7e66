package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class IoctlRequestTest {

  /** All requests of this module by the names that the table below has for them. */
  private static final Map<String, Long> OURS =
      Map.ofEntries(
          Map.entry("FreeBSD TUNSIFMODE", FreeBsd.TUNSIFMODE),
          Map.entry("FreeBSD TUNSIFHEAD", FreeBsd.TUNSIFHEAD),
          Map.entry("FreeBSD TUNGIFNAME", FreeBsd.TUNGIFNAME),
          Map.entry("FreeBSD TAPGIFNAME", FreeBsd.TAPGIFNAME),
          Map.entry("DragonFly TUNSIFMODE", DragonFly.TUNSIFMODE),
          Map.entry("DragonFly TUNSIFHEAD", DragonFly.TUNSIFHEAD),
          Map.entry("DragonFly TUNGIFNAME", DragonFly.TUNGIFNAME),
          Map.entry("DragonFly TAPGIFNAME", DragonFly.TAPGIFNAME),
          Map.entry("OpenBSD TUNSIFMODE", OpenBsd.TUNSIFMODE),
          Map.entry("NetBSD TUNSIFMODE", NetBsd.TUNSIFMODE),
          Map.entry("NetBSD TUNSIFHEAD", NetBsd.TUNSIFHEAD),
          Map.entry("NetBSD TAPGIFNAME", NetBsd.TAPGIFNAME),
          Map.entry("macOS CTLIOCGINFO", UtunControl.CTLIOCGINFO));

  /** The macro, the group, the number, the size of the parameter. */
  private static final Pattern DEFINITION = Pattern.compile("_(IOW?R?) (.) (\\d+) (\\d+)");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "FreeBSD TUNSIFMODE, _IOW t 94 4, 8004745e",
    "FreeBSD TUNSIFHEAD, _IOW t 96 4, 80047460",
    "FreeBSD TUNGIFNAME, _IOR t 93 32, 4020745d",
    "FreeBSD TAPGIFNAME, _IOR t 93 32, 4020745d",
    "DragonFly TUNSIFMODE, _IOW t 94 4, 8004745e",
    "DragonFly TUNSIFHEAD, _IOW t 96 4, 80047460",
    "DragonFly TUNGIFNAME, _IOR t 98 32, 40207462",
    "DragonFly TAPGIFNAME, _IOR t 93 32, 4020745d",
    "OpenBSD TUNSIFMODE, _IOW t 93 4, 8004745d",
    "NetBSD TUNSIFMODE, _IOW t 88 4, 80047458",
    "NetBSD TUNSIFHEAD, _IOW t 66 4, 80047442",
    "NetBSD TAPGIFNAME, _IOR e 0 144, 40906500",
    "macOS CTLIOCGINFO, _IOWR N 3 100, c0644e03",
  })
  void aRequestIsWhatItsHeaderDefines(String request, String definition, String number) {
    assertThat(OURS.get(request))
        .isEqualTo(Long.parseLong(number, 16))
        .isEqualTo(valueOf(definition));
  }

  /** The value of a definition, digit by digit. */
  private static long valueOf(String definition) {
    Matcher parts = DEFINITION.matcher(definition);
    assertThat(parts.matches()).as(definition).isTrue();
    String direction =
        switch (parts.group(1)) {
          case "IOR" -> "010";
          case "IOW" -> "100";
          default -> "110";
        };
    String size = bits(Integer.parseInt(parts.group(4)), 13);
    String group = bits(parts.group(2).charAt(0), 8);
    return Long.parseLong(direction + size + group + bits(Integer.parseInt(parts.group(3)), 8), 2);
  }

  private static String bits(int value, int digits) {
    String text = String.format(Locale.ROOT, "%" + digits + "s", Integer.toBinaryString(value));
    return text.replace(' ', '0');
  }

  @Test
  void theSystemsHaveTheirOwnNumbersForIpv6() {
    assertThat(FreeBsd.SYSTEM.afInet6()).isEqualTo(28);
    assertThat(DragonFly.SYSTEM.afInet6()).isEqualTo(28);
    assertThat(OpenBsd.SYSTEM.afInet6()).isEqualTo(24);
    assertThat(NetBsd.SYSTEM.afInet6()).isEqualTo(24);
    assertThat(MacOs.SYSTEM.afInet6()).isEqualTo(30);
  }
}
