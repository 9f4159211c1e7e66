/**
 * What a node is configured with: its own settings and what it knows of other hosts, with the
 * names, ranges and defaults of {@code tinc.conf(5)}.
 */
@NullMarked
package io.github.tinc4j.api.config;

import org.jspecify.annotations.NullMarked;
