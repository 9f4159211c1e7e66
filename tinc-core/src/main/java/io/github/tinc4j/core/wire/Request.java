package io.github.tinc4j.core.wire;

/** The requests of protocol 17 by number, and the only place that knows who reads which. */
public enum Request {
  /** {@link Id}. */
  ID(0, Id::parse),
  /** {@link MetaKey}. */
  METAKEY(1, MetaKey::parse),
  /** {@link Challenge}. */
  CHALLENGE(2, Challenge::parse),
  /** {@link ChalReply}. */
  CHAL_REPLY(3, ChalReply::parse),
  /** {@link Ack}. */
  ACK(4, Ack::parse),
  /** {@link Ping}. */
  PING(8, Ping::parse),
  /** {@link Pong}. */
  PONG(9, Pong::parse),
  /** {@link AddSubnet}. */
  ADD_SUBNET(10, AddSubnet::parse),
  /** {@link DelSubnet}. */
  DEL_SUBNET(11, DelSubnet::parse),
  /** {@link AddEdge}. */
  ADD_EDGE(12, AddEdge::parse),
  /** {@link DelEdge}. */
  DEL_EDGE(13, DelEdge::parse),
  /** {@link KeyChanged}. */
  KEY_CHANGED(14, KeyChanged::parse),
  /** {@link ReqKey}. */
  REQ_KEY(15, ReqKey::parse),
  /** {@link AnsKey}. */
  ANS_KEY(16, AnsKey::parse),
  /** {@link PacketHeader}. */
  PACKET(17, PacketHeader::parse);

  private static final Request[] BY_NUMBER = new Request[18];

  static {
    for (Request request : values()) {
      BY_NUMBER[request.number] = request;
    }
  }

  private interface Reader {
    MetaMessage read(Fields fields) throws MalformedLine;
  }

  private final int number;

  @SuppressWarnings("ImmutableEnumChecker") // method references without state
  private final Reader reader;

  Request(int number, Reader reader) {
    this.number = number;
    this.reader = reader;
  }

  /** The number that a line of this request begins with. */
  public int number() {
    return number;
  }

  /**
   * Which request a line is, by its number alone.
   *
   * @throws MalformedLine when there is no such request
   */
  public static Request of(String line) throws MalformedLine {
    return next(new Fields(line));
  }

  /**
   * Reads a line.
   *
   * @param line the line without its newline
   * @throws MalformedLine when there is no such request, or a field of it is missing or wrong
   */
  public static MetaMessage read(String line) throws MalformedLine {
    var fields = new Fields(line);
    Request request = next(fields);
    fields.belongTo(request);
    return request.reader.read(fields);
  }

  /** Whether fields of it are keys, challenges or answers to them, which no log may show. */
  boolean carriesSecrets() {
    return this == METAKEY || this == CHALLENGE || this == CHAL_REPLY || this == ANS_KEY;
  }

  private static Request next(Fields fields) throws MalformedLine {
    fields.requireText();
    int number = fields.requestNumber();
    Request request = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    if (request == null) {
      throw MalformedLine.unknownRequest(Integer.toString(number));
    }
    return request;
  }
}
