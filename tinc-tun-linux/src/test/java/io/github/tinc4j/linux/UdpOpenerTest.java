package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.linux.FakeSockets.Call;
import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.UdpSpec;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class UdpOpenerTest {

  private static final String V6ONLY = "41/26=";
  private static final String BROADCAST = "1/6=1";
  private static final String INTERFACE = "1/25=";
  private static final String RECEIVE_FORCE = "1/33=";
  private static final String SEND_FORCE = "1/32=";
  private static final String MTU_DISCOVER4 = "0/10=2";
  private static final String MTU_DISCOVER6 = "41/23=2";
  private static final String GRO = "17/104=1";
  private static final String GSO = "17/103=0";

  private static final int MIB = 1 << 20;

  private final FakeSockets kernel = new FakeSockets();

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void anIpv4SocketHasTheOptionsOfTheSpecification() throws IOException {
    LinuxUdp udp = open(new UdpSpec(at("10.0.0.1", 655), true, 0, 0, true));
    assertThat(kernel.family()).isEqualTo(Sockaddr.AF_INET);
    assertThat(kernel.type()).as("SOCK_DGRAM | SOCK_CLOEXEC").isEqualTo(0x80002);
    assertThat(udp.localAddress()).isEqualTo(at("10.0.0.1", 655));
    assertThat(udp).hasToString("UDP socket /10.0.0.1:655");
    assertThat(kernel.options())
        .containsExactly(BROADCAST, RECEIVE_FORCE + MIB, SEND_FORCE + MIB, MTU_DISCOVER4, GRO, GSO);
    udp.close();
  }

  @Test
  void theIpv6WildcardTakesBothVersions() throws IOException {
    open(new UdpSpec(at("::", 0), true, 0, 0, false)).close();
    assertThat(kernel.family()).isEqualTo(Sockaddr.AF_INET6);
    assertThat(kernel.options())
        .containsExactly(
            BROADCAST,
            RECEIVE_FORCE + MIB,
            SEND_FORCE + MIB,
            MTU_DISCOVER4,
            MTU_DISCOVER6,
            V6ONLY + 0);
  }

  @Test
  void theIpv6WildcardIsKeptOffIpv4WhereThatIsWanted() throws IOException {
    var where = new BindSpec(at("::", 0), true, null);
    LinuxUdp udp = open(new UdpSpec(where, false, 0, 0, false));
    assertThat(kernel.options()).contains(V6ONLY + 1);
    assertThat(udp.takesIpv4()).isFalse();
    udp.close();
  }

  @Test
  void otherIpv6AddressesAreLeftAsTheyAre() throws IOException {
    LinuxUdp udp = open(new UdpSpec(at("fd00::1", 0), false, 0, 0, false));
    assertThat(udp.localAddress()).isEqualTo(at("fd00::1", 40_000));
    udp.close();
    assertThat(kernel.options()).containsExactly(BROADCAST, RECEIVE_FORCE + MIB, SEND_FORCE + MIB);
  }

  @Test
  void buffersAreAsLongAsTheConfigurationSays() throws IOException {
    open(new UdpSpec(at("10.0.0.1", 0), false, 300_000, 70_000, false)).close();
    assertThat(kernel.options()).contains(RECEIVE_FORCE + 300_000, SEND_FORCE + 70_000);
  }

  @Test
  void itIsBoundToItsInterfaceBeforeItHasAnAddress() throws IOException {
    open(new UdpSpec(onInterface("eth0"), false, 0, 0, false)).close();
    assertThat(kernel.options()).contains(INTERFACE + "eth0");
    kernel.failOption(1, 25, Errno.ENODEV);
    assertThatThrownBy(() -> open(new UdpSpec(onInterface("eth1"), false, 0, 0, false)))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot bind a socket to the interface eth1: error 19");
  }

  @Test
  void itMayBeOfOneInterfaceAndOfIpv6Only() throws IOException {
    open(new UdpSpec(new BindSpec(at("::", 0), true, "eth0"), false, 0, 0, false)).close();
    assertThat(kernel.options()).contains(V6ONLY + 1, INTERFACE + "eth0");
  }

  @Test
  void withoutTheCapabilityBuffersEndAtTheSystemsLimit() throws IOException {
    kernel.failOption(1, 33, Errno.EPERM);
    kernel.failOption(1, 32, Errno.EPERM);
    open(new UdpSpec(at("10.0.0.1", 0), false, 0, 70_000, false)).close();
    assertThat(kernel.options())
        .containsExactly(
            BROADCAST, RECEIVE_FORCE + MIB, "1/8=" + MIB, SEND_FORCE + 70_000, "1/7=" + 70_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.ENOPROTOOPT, Errno.EINVAL, Errno.EPERM})
  void whatTheKernelCannotJoinIsLeftToTheTransport(int errno) throws IOException {
    kernel.failOption(17, 103, errno);
    kernel.failOption(17, 104, errno);
    open(new UdpSpec(at("10.0.0.1", 0), false, 0, 0, true)).close();
    assertThat(kernel.options()).contains(GRO, GSO);
  }

  @ParameterizedTest
  @CsvSource({"1, 6", "1, 8", "1, 7", "0, 10", "41, 23", "41, 26"})
  void anyOtherOptionThatFailsIsAnError(int level, int option) {
    kernel.failOption(1, 33, Errno.EPERM);
    kernel.failOption(1, 32, Errno.EPERM);
    kernel.failOption(level, option, Errno.EINVAL);
    assertThatThrownBy(() -> open(new UdpSpec(at("::", 655), true, 0, 0, true)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(BindException.class)
        .hasMessage(
            "cannot set option "
                + level
                + "/"
                + option
                + " of socket /[0:0:0:0:0:0:0:0]:655: error 22");
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EADDRINUSE, Errno.EADDRNOTAVAIL, Errno.EACCES})
  void anAddressThatCannotBeHadIsABindException(int errno) {
    kernel.failNext(Call.BIND, errno);
    assertThatThrownBy(() -> open(new UdpSpec(at("10.0.0.1", 655), true, 0, 0, true)))
        .isInstanceOf(BindException.class)
        .hasMessage("cannot bind a socket to /10.0.0.1:655: error " + errno);
  }

  @ParameterizedTest
  @CsvSource({"SOCKET, open a socket", "BIND, bind", "GETSOCKNAME, ask for the address"})
  void aStepThatFailsIsAnError(Call call, String message) {
    kernel.failNext(call, Errno.ENOBUFS);
    assertThatThrownBy(() -> open(new UdpSpec(at("10.0.0.1", 655), true, 0, 0, true)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(BindException.class)
        .hasMessageContaining("cannot " + message)
        .hasMessageEndingWith("/10.0.0.1:655: error 105");
  }

  @Test
  void anAddressMustBeResolved() {
    var address = InetSocketAddress.createUnresolved("nowhere.invalid", 655);
    assertThatThrownBy(() -> open(new UdpSpec(address, true, 0, 0, true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere.invalid");
  }

  private static BindSpec onInterface(String name) throws UnknownHostException {
    return new BindSpec(at("10.0.0.1", 655), false, name);
  }

  private LinuxUdp open(UdpSpec spec) throws IOException {
    return new UdpOpener(kernel).open(spec);
  }

  private static InetSocketAddress at(String address, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }
}
