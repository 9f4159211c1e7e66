/**
 * Finding and opening the device that a configuration asks for, and the devices that need no
 * operating system.
 *
 * <p>In: a {@link io.github.tinc4j.spi.DeviceSpec}. Out: an open {@link
 * io.github.tinc4j.spi.TunDevice}, or a {@link io.github.tinc4j.spi.DeviceException} that says what
 * would help. Devices are used as {@code TunDevice} says: one thread reads, any thread writes or
 * closes. Depends on {@code R.spi} only.
 */
@NullMarked
package io.github.tinc4j.core.device;

import org.jspecify.annotations.NullMarked;
