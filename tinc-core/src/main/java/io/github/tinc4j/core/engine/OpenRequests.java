package io.github.tinc4j.core.engine;

import io.github.tinc4j.core.connect.Outgoings;
import io.github.tinc4j.core.mesh.EdgeHandler;
import io.github.tinc4j.core.mesh.FloodedLines;
import io.github.tinc4j.core.mesh.KeyHandler;
import io.github.tinc4j.core.mesh.SubnetHandler;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.AddEdge;
import io.github.tinc4j.core.wire.AddSubnet;
import io.github.tinc4j.core.wire.AnsKey;
import io.github.tinc4j.core.wire.ChalReply;
import io.github.tinc4j.core.wire.Challenge;
import io.github.tinc4j.core.wire.DelEdge;
import io.github.tinc4j.core.wire.DelSubnet;
import io.github.tinc4j.core.wire.Id;
import io.github.tinc4j.core.wire.KeyChanged;
import io.github.tinc4j.core.wire.MetaHandler;
import io.github.tinc4j.core.wire.MetaKey;
import io.github.tinc4j.core.wire.MetaMessage;
import io.github.tinc4j.core.wire.PacketHeader;
import io.github.tinc4j.core.wire.Ping;
import io.github.tinc4j.core.wire.Pong;
import io.github.tinc4j.core.wire.ReqKey;

/** Hands each request of an active connection to whom it concerns. */
final class OpenRequests {

  private final FloodedLines flooded;
  private final EdgeHandler edges;
  private final SubnetHandler subnets;
  private final KeyHandler keys;
  private final Outgoings outgoings;

  OpenRequests(
      FloodedLines flooded,
      EdgeHandler edges,
      SubnetHandler subnets,
      KeyHandler keys,
      Outgoings outgoings) {
    this.flooded = flooded;
    this.edges = edges;
    this.subnets = subnets;
    this.keys = keys;
    this.outgoings = outgoings;
  }

  void handle(MetaConnection source, MetaMessage message, String line) {
    message.dispatch(new Handler(source, line));
  }

  /** One request and where it came from. */
  private final class Handler implements MetaHandler {
    private final MetaConnection source;
    private final String line;

    Handler(MetaConnection source, String line) {
      this.source = source;
      this.line = line;
    }

    @Override
    public void ping(Ping message) {
      source.send(new Pong());
    }

    @Override
    public void pong(Pong message) {
      source.liveness().answered();
      outgoings.succeeded(source);
    }

    @Override
    public void addSubnet(AddSubnet message) {
      if (flooded.isNew(line)) {
        subnets.add(source, message, line);
      }
    }

    @Override
    public void delSubnet(DelSubnet message) {
      if (flooded.isNew(line)) {
        subnets.delete(source, message, line);
      }
    }

    @Override
    public void addEdge(AddEdge message) {
      if (flooded.isNew(line)) {
        edges.add(source, message, line);
      }
    }

    @Override
    public void delEdge(DelEdge message) {
      if (flooded.isNew(line)) {
        edges.delete(source, message, line);
      }
    }

    @Override
    public void keyChanged(KeyChanged message) {
      if (flooded.isNew(line)) {
        keys.keyChanged(source, message, line);
      }
    }

    @Override
    public void reqKey(ReqKey message) {
      keys.requestKey(message, line);
    }

    @Override
    public void ansKey(AnsKey message) {
      keys.answerKey(source, message, line);
    }

    // The connection lets none of the following through once it is active.

    @Override
    public void id(Id message) {
      throw unexpected(message);
    }

    @Override
    public void metaKey(MetaKey message) {
      throw unexpected(message);
    }

    @Override
    public void challenge(Challenge message) {
      throw unexpected(message);
    }

    @Override
    public void chalReply(ChalReply message) {
      throw unexpected(message);
    }

    @Override
    public void ack(Ack message) {
      throw unexpected(message);
    }

    @Override
    public void packet(PacketHeader message) {
      throw unexpected(message);
    }

    private IllegalStateException unexpected(MetaMessage message) {
      return new IllegalStateException(message.request() + " on an active connection");
    }
  }
}
