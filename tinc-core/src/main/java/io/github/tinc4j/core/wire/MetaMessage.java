package io.github.tinc4j.core.wire;

/** A request of the meta protocol. */
public sealed interface MetaMessage
    permits Id,
        MetaKey,
        Challenge,
        ChalReply,
        Ack,
        Ping,
        Pong,
        AddSubnet,
        DelSubnet,
        AddEdge,
        DelEdge,
        KeyChanged,
        ReqKey,
        AnsKey,
        PacketHeader {

  /** Which request it is. */
  Request request();

  /** Writes the line. */
  void format(LineWriter out);

  /** Calls the method of {@code handler} that is for this request. */
  void dispatch(MetaHandler handler);
}
