package io.github.tinc4j.api;

/**
 * One half of a meta connection between two nodes, as announced by {@code from}.
 *
 * @param from the node that announced it
 * @param to the node at the other end
 * @param address where {@code from} reaches {@code to}: numeric, or opaque text passed on unchanged
 * @param port the port of {@code to}: numeric, or opaque text passed on unchanged
 * @param options the options both ends agreed on
 * @param weight the cost, by origin milliseconds of the handshake; lower is preferred
 */
public record EdgeInfo(
    NodeName from, NodeName to, String address, String port, NodeOptions options, int weight) {}
