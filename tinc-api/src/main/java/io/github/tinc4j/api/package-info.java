/**
 * A tinc node as an object: start it, watch the mesh, look up and announce subnets.
 *
 * <p>Begin with {@link io.github.tinc4j.api.TincNode#builder()}. Everything returned is an
 * immutable snapshot and may be kept and shared between threads; events come through {@link
 * io.github.tinc4j.api.MeshListener}.
 */
@NullMarked
package io.github.tinc4j.api;

import org.jspecify.annotations.NullMarked;
