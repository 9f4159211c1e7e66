/**
 * Where a frame goes: the rules of router, switch and hub mode (spec 30, 8 to 11), and the answers,
 * fragments and corrections that routing makes.
 *
 * <p>In: one frame, its source, a forwarding table, the present time. Out: calls of a {@link
 * io.github.tinc4j.core.route.RouteSink}. A router belongs to one thread and allocates nothing per
 * frame; no clock, no I/O. A frame is the range {@code [offset, offset + length)} of an array and
 * begins with its 14-byte Ethernet header. Depends on {@code forward}.
 */
@NullMarked
package io.github.tinc4j.core.route;

import org.jspecify.annotations.NullMarked;
