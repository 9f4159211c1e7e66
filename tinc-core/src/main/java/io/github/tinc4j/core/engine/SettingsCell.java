package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.config.NodeConfig;

/** The settings in use; a reload replaces them as a whole. Control thread only. */
final class SettingsCell {

  private OwnSettings current;

  SettingsCell(OwnSettings first) {
    current = first;
  }

  OwnSettings current() {
    return current;
  }

  NodeConfig config() {
    return current.config();
  }

  void replace(OwnSettings next) {
    current = next;
  }
}
