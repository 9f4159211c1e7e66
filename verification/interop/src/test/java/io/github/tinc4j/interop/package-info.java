/**
 * Our node against the real tincd 1.0.36, each in a network namespace of its own.
 *
 * <p>In: a {@link io.github.tinc4j.interop.Mesh} of hosts on one Ethernet, each with a tinc
 * configuration directory. A test says what runs on each host (tincd, {@code tincd.jar}, or a
 * program of this package that uses the public API) and looks at what passes: pings, packet
 * counters, log lines, events. Needs root, {@code ip}, {@code ping}, {@code tincd} and {@code
 * /dev/net/tun}; without them the tests are skipped, in CI they fail.
 */
@NullMarked
package io.github.tinc4j.interop;

import org.jspecify.annotations.NullMarked;
