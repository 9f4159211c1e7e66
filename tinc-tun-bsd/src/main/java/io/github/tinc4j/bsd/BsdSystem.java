package io.github.tinc4j.bsd;

/**
 * What a system calls by a name or number of its own; 0 for a request that it does not have.
 *
 * @param name as the system property {@code os.name} has it
 * @param afInet6 {@code AF_INET6}; {@code AF_INET} is 2 everywhere
 * @param tun what {@code DeviceType = tun} is there (spec 40, 10)
 * @param setMode {@code TUNSIFMODE}: flags of the interface
 * @param setHead {@code TUNSIFHEAD}: whether the address family comes before a packet; without it
 *     that always does
 * @param tunName {@code TUNGIFNAME}: name of the interface of a tun device
 * @param tapName {@code TAPGIFNAME}: name of the interface of a tap device
 * @param ifreqSize bytes of the {@code struct ifreq} that the last two fill, the name first
 * @param driverHint what to do when the device file or its driver is missing
 */
record BsdSystem(
    String name,
    int afInet6,
    Framing tun,
    long setMode,
    long setHead,
    long tunName,
    long tapName,
    int ifreqSize,
    String driverHint) {

  /** Whether it is macOS, whose kernel has utun and neither tun nor tap. */
  boolean hasUtun() {
    return name.equals(MacOs.NAME);
  }
}
