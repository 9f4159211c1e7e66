package io.github.tinc4j.core.wire;

/** One method per request and no defaults, so that a new request has to be thought about. */
public interface MetaHandler {

  /** ID. */
  void id(Id message);

  /** METAKEY. */
  void metaKey(MetaKey message);

  /** CHALLENGE. */
  void challenge(Challenge message);

  /** CHAL_REPLY. */
  void chalReply(ChalReply message);

  /** ACK. */
  void ack(Ack message);

  /** PING. */
  void ping(Ping message);

  /** PONG. */
  void pong(Pong message);

  /** ADD_SUBNET. */
  void addSubnet(AddSubnet message);

  /** DEL_SUBNET. */
  void delSubnet(DelSubnet message);

  /** ADD_EDGE. */
  void addEdge(AddEdge message);

  /** DEL_EDGE. */
  void delEdge(DelEdge message);

  /** KEY_CHANGED. */
  void keyChanged(KeyChanged message);

  /** REQ_KEY. */
  void reqKey(ReqKey message);

  /** ANS_KEY. */
  void ansKey(AnsKey message);

  /** PACKET. */
  void packet(PacketHeader message);
}
