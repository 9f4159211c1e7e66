package io.github.tinc4j.api;

import java.net.InetSocketAddress;

/**
 * An active meta connection.
 *
 * @param peer the node at the other end, authenticated
 * @param remote the TCP address of the other end, beyond a proxy if there is one; unresolved when
 *     only the proxy knows it
 * @param outgoing whether we opened it
 * @param weight the weight of the edge made of it
 * @param options the options both ends agreed on
 */
public record ConnectionInfo(
    NodeName peer, InetSocketAddress remote, boolean outgoing, int weight, NodeOptions options) {}
