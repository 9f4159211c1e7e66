package io.github.tinc4j.core.mesh;

import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.wire.LineWriter;
import io.github.tinc4j.core.wire.MetaMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our meta connections, active or not, and what is said to all active ones. */
public final class Neighbours {

  private final Map<ConnectionId, MetaConnection> connections = new LinkedHashMap<>();
  private long lastId;

  /** A name for the next connection, never given before. */
  public ConnectionId newId() {
    return new ConnectionId(++lastId);
  }

  /** Adds a connection. */
  public void add(MetaConnection connection) {
    connections.put(connection.id(), connection);
  }

  void remove(MetaConnection connection) {
    connections.remove(connection.id());
  }

  /** The connection named {@code id}, or null when it is gone. */
  public @Nullable MetaConnection get(ConnectionId id) {
    return connections.get(id);
  }

  /** All connections; a copy. */
  public List<MetaConnection> all() {
    return new ArrayList<>(connections.values());
  }

  /** Whether there is no connection at all, not even one being opened. */
  public boolean isEmpty() {
    return connections.isEmpty();
  }

  /** The connections whose handshake is through. */
  List<MetaConnection> active() {
    return connections.values().stream().filter(MetaConnection::isActive).toList();
  }

  /** Tells all neighbours. */
  void broadcast(MetaMessage message) {
    var line = new LineWriter();
    message.format(line);
    forward(line.line(), null);
  }

  /** Passes a line on, unchanged, to all neighbours but the one that it came from. */
  void forward(String line, @Nullable MetaConnection except) {
    // A copy: a connection that fails while it is written to leaves the collection.
    for (MetaConnection connection : active()) {
      if (connection != except) {
        connection.sendLine(line);
      }
    }
  }
}
