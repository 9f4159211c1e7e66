/**
 * What tests of tinc4j, and of programs that embed it, are made of: a simulated mesh in virtual
 * time, packets, the contracts of devices and UDP transports, and help for tests of the outside.
 */
@NullMarked
package io.github.tinc4j.testkit;

import org.jspecify.annotations.NullMarked;
