package io.github.tinc4j.core.forward;

/** Hands forwarding tables from the control thread to the packet threads. */
public final class ForwardingCell {

  private volatile ForwardingTable current = ForwardingTable.EMPTY;

  /** Replaces the table. Control thread only. */
  public void publish(ForwardingTable next) {
    current = next;
  }

  /** The newest table. Any thread; read once per batch, so that a batch sees one mesh. */
  public ForwardingTable current() {
    return current;
  }
}
