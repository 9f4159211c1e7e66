package io.github.tinc4j.spi;

import org.jspecify.annotations.Nullable;

/**
 * The device that a configuration asks for (spec 40, 10).
 *
 * @param type {@code DeviceType}, lower case; null lets the platform decide
 * @param device {@code Device}; null for the default of the type
 * @param interfaceName {@code Interface}, or else the net name; null for the system's choice
 * @param offload whether the kernel may hand over and take several packets joined into one, and
 *     leave checksums to the device, where it can; packets in batches are whole either way
 */
public record DeviceSpec(
    @Nullable String type,
    @Nullable String device,
    @Nullable String interfaceName,
    boolean offload) {}
