package io.github.tinc4j.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.Subnet;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every message, and for every line whatever is in it. */
class RequestPropertiesTest {

  @Property
  void everyMessageRoundTrips(@ForAll("messages") MetaMessage message) throws MalformedLine {
    String line = line(message);
    assertThat(Request.read(line)).isEqualTo(message);
    assertThat(Request.of(line)).isEqualTo(message.request());
    if (!(message instanceof AnsKey)) { // further fields of that one are an address
      assertThat(line(Request.read(line + " and 1 more"))).isEqualTo(line);
    }
  }

  @Property
  void noLineDoesWorseThanBeMalformed(@ForAll byte[] bytes) {
    readAny(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  @Property
  void noLineThatBeginsWithARequestDoesWorseThanBeMalformed(
      @ForAll("numbers") int number, @ForAll byte[] bytes) {
    readAny(number + " " + new String(bytes, StandardCharsets.ISO_8859_1));
  }

  @Property
  void aMutatedLineIsReadOrMalformed(
      @ForAll("messages") MetaMessage message,
      @ForAll("positions") int at,
      @ForAll("characters") char instead,
      @ForAll boolean cut) {
    String line = line(message);
    int position = at % line.length();
    String rest = cut ? "" : line.substring(position + 1);
    readAny(line.substring(0, position) + instead + rest);
  }

  /** What was read from anything can be written and read again. */
  private static void readAny(String line) {
    MetaMessage message;
    try {
      message = Request.read(line);
    } catch (MalformedLine e) {
      assertThat(e.describe()).hasSizeLessThan(200).isPrintable();
      return;
    }
    try {
      assertThat(Request.read(line(message))).isEqualTo(message);
    } catch (MalformedLine e) {
      throw new AssertionError(line(message), e);
    }
  }

  private static String line(MetaMessage message) {
    var line = new LineWriter();
    message.format(line);
    return line.line();
  }

  @Provide
  Arbitrary<Integer> numbers() {
    return Arbitraries.integers().between(0, 17);
  }

  @Provide
  Arbitrary<Integer> positions() {
    return Arbitraries.integers().between(0, 200);
  }

  @Provide
  Arbitrary<Character> characters() {
    return Arbitraries.chars().range('\0', '\u00ff');
  }

  @Provide
  Arbitrary<MetaMessage> messages() {
    Arbitrary<Integer> number = Arbitraries.integers();
    Arbitrary<NodeName> name =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('A', 'Z')
            .withCharRange('0', '9')
            .withChars('_')
            .ofMinLength(1)
            .ofMaxLength(12)
            .map(NodeName::of);
    Arbitrary<String> hex =
        Arbitraries.strings().withCharRange('0', '9').withCharRange('A', 'F').ofMinLength(1);
    Arbitrary<String> word =
        Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(40);
    Arbitrary<WireAddress> address = Combinators.combine(word, word).as(WireAddress::new);
    Arbitrary<NodeOptions> options = number.map(NodeOptions::new);
    Arbitrary<Subnet> subnet =
        Arbitraries.oneOf(
            Combinators.combine(number, Arbitraries.integers().between(0, 32), number)
                .as(Subnet.Ipv4::new),
            Combinators.combine(
                    Arbitraries.longs(),
                    Arbitraries.longs(),
                    Arbitraries.integers().between(0, 128),
                    number)
                .as(Subnet.Ipv6::new),
            Combinators.combine(Arbitraries.longs().between(0, (1L << 48) - 1), number)
                .as(Subnet.Mac::new));
    Arbitrary<NodeName[]> ends =
        Combinators.combine(name, name)
            .as((a, b) -> new NodeName[] {a, b})
            .filter(pair -> !pair[0].equals(pair[1]));
    return Arbitraries.oneOf(
        Combinators.combine(name, number, Arbitraries.integers().between(0, 9)).as(Id::new),
        Combinators.combine(number, number, number, number, hex).as(MetaKey::new),
        hex.map(Challenge::new),
        hex.map(ChalReply::new),
        Combinators.combine(word, number, options).as(Ack::new),
        Arbitraries.of(new Ping(), new Pong()),
        Combinators.combine(number, name, subnet).as(AddSubnet::new),
        Combinators.combine(number, name, subnet).as(DelSubnet::new),
        Combinators.combine(number, ends, address, options, number)
            .as((salt, pair, to, o, w) -> new AddEdge(salt, pair[0], pair[1], to, o, w)),
        Combinators.combine(number, ends).as((salt, pair) -> new DelEdge(salt, pair[0], pair[1])),
        Combinators.combine(number, name).as(KeyChanged::new),
        Combinators.combine(name, name).as(ReqKey::new),
        Combinators.combine(name, name, hex, number, number, number, number, address.injectNull(.5))
            .as(AnsKey::new),
        Arbitraries.integers().between(0, 65535).map(PacketHeader::new));
  }
}
