package io.github.tinc4j.core.io;

import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.core.event.Effects;

/** Makes the engine that a loop owns; the two need each other. */
@FunctionalInterface
public interface EngineFactory {

  /**
   * Makes it.
   *
   * @param effects what it acts through
   * @param nowNs the present time
   */
  Engine create(Effects effects, long nowNs) throws ConfigurationException;
}
