/**
 * tinc's configuration directory: files, variables, keys.
 *
 * <p>In: files and command-line assignments. Out: the settings of {@code api.config}, or a {@link
 * io.github.tinc4j.api.config.ConfigurationException} that names file, line and variable. Reads and
 * writes files; any thread.
 */
@NullMarked
package io.github.tinc4j.core.config;

import org.jspecify.annotations.NullMarked;
