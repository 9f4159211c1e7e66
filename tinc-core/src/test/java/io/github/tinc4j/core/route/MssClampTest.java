package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MssClampTest {

  private static final int HIGH = 1460 >> 8;
  private static final int LOW = 1460 & 255;
  private static final int MAX_FRAME = 1401;

  @Test
  void aLargerSegmentSizeIsLoweredAndTheChecksumHolds() {
    byte[] ipv4 = clampedIpv4(2, 4, HIGH, LOW);
    assertThat(NetworkOrder.get16(ipv4, 56)).isEqualTo(1401 - 34 - 20);
    assertThat(Packets.checksumsHold(ipv4)).isTrue();
    byte[] ipv6 = clampedIpv6(2, 4, HIGH, LOW);
    assertThat(NetworkOrder.get16(ipv6, 76)).isEqualTo(1401 - 54 - 20);
    assertThat(Packets.checksumsHold(ipv6)).isTrue();
  }

  @Test
  void aSmallerSegmentSizeStays() {
    byte[] frame = Packets.synIpv4("10.0.0.1", "10.1.0.1", 2, 4, 2, 0);
    byte[] before = frame.clone();
    MssClamp.ipv4(frame, 0, frame.length, Ethernet.HEADER, MAX_FRAME);
    assertThat(frame).isEqualTo(before);
  }

  @Test
  void theOptionIsFoundBehindOthers() {
    assertClampedAt(60, 1, 1, 1, 1, 2, 4, HIGH, LOW);
    assertClampedAt(66, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, HIGH, LOW);
    assertClampedAt(59, 3, 3, 7, 2, 4, HIGH, LOW);
  }

  @Test
  void anOddPlaceKeepsTheChecksumRight() {
    assertClampedAt(57, 1, 2, 4, HIGH, LOW);
    assertClampedAt(59, 1, 1, 1, 2, 4, HIGH, LOW);
  }

  @Test
  void whatFollowsTheEndOfOptionsIsNoOption() {
    assertUntouched(0, 2, 4, HIGH, LOW);
  }

  @Test
  void malformedOptionsEndTheSearch() {
    assertUntouched(3, 0, 2, 4, HIGH, LOW);
    assertUntouched(3, 1, 2, 4, HIGH, LOW);
    assertUntouched(3, 200, 2, 4, HIGH, LOW);
    assertUntouched(1, 1, 1, 2);
    assertUntouched(1, 1, 2, 4);
    assertUntouched(2, 3, HIGH, 0);
    assertUntouched(2, 8, HIGH, LOW, 0, 0, 0, 0);
  }

  @Test
  void optionsBeyondTheFrameAreLeft() {
    byte[] frame = Packets.synIpv4("10.0.0.1", "10.1.0.1", 2, 4, HIGH, LOW);
    byte[] cut = frame.clone();
    MssClamp.ipv4(cut, 0, frame.length - 1, Ethernet.HEADER, MAX_FRAME);
    assertThat(cut).isEqualTo(frame);
    MssClamp.ipv4(cut, 0, 53, Ethernet.HEADER, MAX_FRAME);
    assertThat(cut).isEqualTo(frame);
  }

  @Test
  void ipv4OptionsMoveTheTcpHeader() {
    byte[] syn = Packets.synIpv4("10.0.0.1", "10.1.0.1", 2, 4, HIGH, LOW);
    byte[] tcp = Packets.part(syn, 34, syn.length - 34);
    byte[] frame = Packets.ipv4("10.0.0.1", "10.1.0.1", 6, 0, new byte[] {1, 1, 1, 1}, tcp);
    MssClamp.ipv4(frame, 0, frame.length, Ethernet.HEADER, MAX_FRAME);
    assertThat(NetworkOrder.get16(frame, 60)).isEqualTo(1401 - 38 - 20);
    assertThat(Packets.checksumsHold(frame)).isTrue();
  }

  @Test
  void laterFragmentsHaveNoTcpHeader() {
    byte[] frame = Packets.synIpv4("10.0.0.1", "10.1.0.1", 2, 4, HIGH, LOW);
    frame[21] = 1;
    byte[] before = frame.clone();
    MssClamp.ipv4(frame, 0, frame.length, Ethernet.HEADER, MAX_FRAME);
    assertThat(frame).isEqualTo(before);
  }

  @Test
  void otherProtocolsAndBadHeadersAreLeft() {
    byte[] udp = Packets.synIpv4("10.0.0.1", "10.1.0.1", 2, 4, HIGH, LOW);
    udp[23] = 17;
    byte[] before = udp.clone();
    MssClamp.ipv4(udp, 0, udp.length, Ethernet.HEADER, MAX_FRAME);
    assertThat(udp).isEqualTo(before);
    byte[] shortHeader = Packets.synIpv4("10.0.0.1", "10.1.0.1", 2, 4, HIGH, LOW);
    shortHeader[14] = 0x44;
    before = shortHeader.clone();
    MssClamp.ipv4(shortHeader, 0, shortHeader.length, Ethernet.HEADER, MAX_FRAME);
    assertThat(shortHeader).isEqualTo(before);
  }

  @Test
  void aPathTooSmallForHeadersClampsNothing() {
    byte[] frame = Packets.synIpv4("10.0.0.1", "10.1.0.1", 2, 4, HIGH, LOW);
    byte[] before = frame.clone();
    MssClamp.ipv4(frame, 0, frame.length, Ethernet.HEADER, 54);
    assertThat(frame).isEqualTo(before);
  }

  private static void assertClampedAt(int place, int... options) {
    byte[] frame = clampedIpv4(options);
    assertThat(NetworkOrder.get16(frame, place)).isEqualTo(1401 - 34 - 20);
    assertThat(Packets.checksumsHold(frame)).isTrue();
  }

  private static void assertUntouched(int... options) {
    assertThat(clampedIpv4(options)).isEqualTo(Packets.synIpv4("10.0.0.1", "10.1.0.1", options));
  }

  private static byte[] clampedIpv4(int... options) {
    byte[] frame = Packets.synIpv4("10.0.0.1", "10.1.0.1", options);
    MssClamp.ipv4(frame, 0, frame.length, Ethernet.HEADER, MAX_FRAME);
    return frame;
  }

  private static byte[] clampedIpv6(int... options) {
    byte[] frame = Packets.synIpv6("fd00::1", "fd00:1::1", options);
    MssClamp.ipv6(frame, 0, frame.length, Ethernet.HEADER, MAX_FRAME);
    return frame;
  }
}
