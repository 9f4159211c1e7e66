package io.github.tinc4j.spi;

import io.github.tinc4j.api.config.RoutingMode;
import org.jspecify.annotations.Nullable;

/**
 * The device that a configuration asks for (spec 40, 10).
 *
 * @param type {@code DeviceType}, lower case; null lets the platform decide
 * @param device {@code Device}; null for the default of the type
 * @param interfaceName {@code Interface}, or else the net name; null for the system's choice
 * @param mode how the node routes: without a type, router mode means tun and the others tap
 * @param offload whether the kernel may hand over and take several packets joined into one, and
 *     leave checksums to the device, where it can; packets in batches are whole either way
 * @param vdePort {@code VDEPort}, the port of the VDE switch; 0 lets the switch choose
 * @param vdeGroup {@code VDEGroup}, the group that gets the VDE socket; null for that of the
 *     process
 */
public record DeviceSpec(
    @Nullable String type,
    @Nullable String device,
    @Nullable String interfaceName,
    RoutingMode mode,
    boolean offload,
    int vdePort,
    @Nullable String vdeGroup) {}
