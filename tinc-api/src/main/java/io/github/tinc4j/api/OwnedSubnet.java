package io.github.tinc4j.api;

/** A subnet and the node that owns it. */
public record OwnedSubnet(Subnet subnet, NodeName owner) {}
