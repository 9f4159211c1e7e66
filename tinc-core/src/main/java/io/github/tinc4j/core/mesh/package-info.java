/**
 * What this node knows of the mesh, and the requests that change it.
 *
 * <p>In: requests of active connections. Out: changed state, requests to neighbours, effects.
 * {@link io.github.tinc4j.core.mesh.Mesh} holds the state and only the handlers here edit it.
 * Control thread only; no clock and no I/O.
 *
 * <p>{@code EdgeHandler}, {@code SubnetHandler} and {@code KeyHandler} take the requests, {@code
 * Flooding} says who else hears of them. What follows from a changed graph is in {@code
 * Reachability}, from a subnet that comes or goes in {@code Ownership}.
 */
@NullMarked
package io.github.tinc4j.core.mesh;

import org.jspecify.annotations.NullMarked;
