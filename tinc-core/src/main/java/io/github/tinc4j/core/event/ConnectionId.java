package io.github.tinc4j.core.event;

/** Names a meta connection between the engine and its driver; never used twice. */
public record ConnectionId(long value) {}
