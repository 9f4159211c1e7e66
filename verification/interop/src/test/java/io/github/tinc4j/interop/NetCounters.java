package io.github.tinc4j.interop;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernel's counters of one network namespace: {@code /proc/net/snmp} and {@code snmp6}.
 *
 * @param udpIn datagrams received
 * @param udpOut datagrams sent
 * @param tcpOut segments sent
 * @param echoesIn ICMP echo requests received, answered or not
 * @param damaged packets received whose header or checksum is wrong
 */
record NetCounters(long udpIn, long udpOut, long tcpOut, long echoesIn, long damaged) {

  private static final List<String> DAMAGED =
      List.of(
          "Ip:InHdrErrors",
          "Ip6InHdrErrors",
          "Tcp:InCsumErrors",
          "Udp:InCsumErrors",
          "Udp6InCsumErrors",
          "Icmp:InCsumErrors",
          "Icmp6InCsumErrors");

  static NetCounters parse(String text) {
    Map<String, Long> values = new HashMap<>();
    Map<String, List<String>> headings = new HashMap<>();
    for (String line : text.lines().toList()) {
      List<String> words = Arrays.asList(line.trim().split("\\s+"));
      if (!words.get(0).endsWith(":")) {
        values.put(words.get(0), Long.valueOf(words.get(1))); // snmp6: one name and value a line
        continue;
      }
      List<String> heading = headings.putIfAbsent(words.get(0), words);
      if (heading != null) { // snmp: a line of names, then a line of values
        for (int i = 1; i < words.size(); i++) {
          values.put(words.get(0) + heading.get(i), Long.valueOf(words.get(i)));
        }
      }
    }
    return new NetCounters(
        get(values, "Udp:InDatagrams") + get(values, "Udp6InDatagrams"),
        get(values, "Udp:OutDatagrams") + get(values, "Udp6OutDatagrams"),
        get(values, "Tcp:OutSegs"),
        get(values, "Icmp:InEchos"),
        DAMAGED.stream().mapToLong(name -> get(values, name)).sum());
  }

  private static long get(Map<String, Long> values, String name) {
    Long value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("the kernel does not count " + name);
    }
    return value;
  }

  /** What was counted since {@code earlier}. */
  NetCounters since(NetCounters earlier) {
    return new NetCounters(
        udpIn - earlier.udpIn,
        udpOut - earlier.udpOut,
        tcpOut - earlier.tcpOut,
        echoesIn - earlier.echoesIn,
        damaged - earlier.damaged);
  }
}
