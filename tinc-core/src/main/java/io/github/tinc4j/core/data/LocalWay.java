package io.github.tinc4j.core.data;

import java.net.InetAddress;

/**
 * A way to all hosts of the local network at once.
 *
 * @param socket index of the local socket to send from
 * @param address 255.255.255.255, or ff02::1 with the zone of that socket
 */
public record LocalWay(int socket, InetAddress address) {}
