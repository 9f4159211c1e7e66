/** A device of one's own: {@code DeviceType = echo}, a host that answers pings. */
@NullMarked
package io.github.tinc4j.examples.device;

import org.jspecify.annotations.NullMarked;
