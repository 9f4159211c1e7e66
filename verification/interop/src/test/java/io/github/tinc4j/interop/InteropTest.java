package io.github.tinc4j.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that need the real tincd and namespaces. Their methods may take a {@link Mesh}, which is
 * removed after the test; when one fails, the logs of its nodes are printed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.class)
@ExtendWith(MeshParameter.class)
@Timeout(600)
@interface InteropTest {}
