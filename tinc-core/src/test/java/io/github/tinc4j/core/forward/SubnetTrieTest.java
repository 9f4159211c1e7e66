package io.github.tinc4j.core.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SubnetTrieTest {

  private static final int NODES = 4;

  @Test
  void theLongestPrefixWins() {
    var trie = trie(0, "n1 10.0.0.0/8", "n2 10.1.0.0/16", "n3 0.0.0.0/0");
    assertThat(trie.lookupIpv4(0x0A010203)).isEqualTo(2);
    assertThat(trie.lookupIpv4(0x0A020203)).isEqualTo(1);
    assertThat(trie.lookupIpv4(0xC0000201)).isEqualTo(3);
  }

  @Test
  void amongEqualPrefixesTheLowestWeightWins() {
    assertThat(trie(0, "n1 10.0.0.0/8#20", "n2 10.0.0.0/8#-5").lookupIpv4(0x0A000001)).isEqualTo(2);
  }

  @Test
  void amongEqualWeightsTheFirstNameWins() {
    assertThat(trie(0, "n2 10.0.0.0/8", "n1 10.0.0.0/8").lookupIpv4(0x0A000001)).isEqualTo(1);
  }

  @Test
  void anUnreachableOwnerIsBypassedForAShorterPrefix() {
    assertThat(trie(1 << 2, "n1 10.0.0.0/8", "n2 10.1.0.0/16").lookupIpv4(0x0A010203)).isEqualTo(1);
  }

  @Test
  void whenNoOwnerIsReachableTheLastMatchAnswers() {
    int allDown = 0b1110;
    var trie = trie(allDown, "n1 10.1.0.0/16", "n2 10.0.0.0/8#1", "n3 10.0.0.0/8#2");
    assertThat(trie.lookupIpv4(0x0A010203)).isEqualTo(3);
  }

  @Test
  void whatNobodyOwnsHasNoOwner() {
    var trie = trie(0, "n1 10.0.0.0/8", "n2 fe80::/10", "n3 0:1:2:3:4:5");
    assertThat(trie.lookupIpv4(0x0B000000)).isEqualTo(-1);
    assertThat(trie.lookupIpv6(0, 1)).isEqualTo(-1);
    assertThat(trie(0).lookupIpv4(0)).isEqualTo(-1);
  }

  @Test
  void ipv4AndIpv6DoNotMeet() {
    var trie = trie(0, "n1 10.0.0.0/8", "n2 a00::/8");
    assertThat(trie.lookupIpv4(0x0A000001)).isEqualTo(1);
    assertThat(trie.lookupIpv6(0x0A00000100000000L, 0)).isEqualTo(2);
  }

  @Test
  void wholeAddressesArePrefixesToo() {
    var trie = trie(0, "n1 255.255.255.255/32", "n2 ::1/128", "n3 ::/0");
    assertThat(trie.lookupIpv4(-1)).isEqualTo(1);
    assertThat(trie.lookupIpv6(0, 1)).isEqualTo(2);
    assertThat(trie.lookupIpv6(0, 2)).isEqualTo(3);
  }

  @Test
  void anOwnerThatIsNoPeerIsRefused() {
    var stray = List.of(new OwnedSubnet(Subnet.parse("10.0.0.0/8"), NodeName.of("stray")));
    assertThatThrownBy(() -> new SubnetTrie(stray, name -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stray");
  }

  @Property(tries = 400)
  void theTrieAnswersLikeAWalkOfTheOrderedList(@ForAll long seed) {
    var random = new Random(seed);
    int down = random.nextInt(1 << NODES);
    List<OwnedSubnet> subnets = new ArrayList<>();
    for (int i = random.nextInt(60); i > 0; i--) {
      subnets.add(randomSubnet(random));
    }
    subnets.sort(LOOKUP_ORDER);
    var trie = new SubnetTrie(subnets, name -> peer(name, down));

    for (int i = 0; i < 60; i++) {
      int ipv4 = randomIpv4(random);
      assertThat(trie.lookupIpv4(ipv4)).isEqualTo(walk(subnets, down, true, ipv4, 0));
      long high = randomHigh(random);
      long low = randomLow(random);
      assertThat(trie.lookupIpv6(high, low)).isEqualTo(walk(subnets, down, false, high, low));
    }
  }

  /** Spec 30, 7, word for word. */
  private static int walk(List<OwnedSubnet> ordered, int down, boolean ipv4, long high, long low) {
    int last = -1;
    for (OwnedSubnet owned : ordered) {
      if (matches(owned.subnet(), ipv4, high, low)) {
        last = indexOf(owned.owner());
        if (isUp(last, down)) {
          return last;
        }
      }
    }
    return last;
  }

  private static boolean matches(Subnet subnet, boolean ipv4, long high, long low) {
    for (int bit = 0; bit < subnet.prefixLength(); bit++) {
      boolean differs;
      if (subnet instanceof Subnet.Ipv4 s && ipv4) {
        differs = (((s.address() ^ (int) high) >>> (31 - bit)) & 1) != 0;
      } else if (subnet instanceof Subnet.Ipv6 s && !ipv4) {
        long word = bit < 64 ? s.high() ^ high : s.low() ^ low;
        differs = ((word >>> (63 - bit % 64)) & 1) != 0;
      } else {
        return false;
      }
      if (differs) {
        return false;
      }
    }
    return subnet instanceof Subnet.Ipv4 == ipv4;
  }

  private static OwnedSubnet randomSubnet(Random random) {
    int weight = random.nextInt(3);
    Subnet subnet =
        random.nextBoolean()
            ? new Subnet.Ipv4(randomIpv4(random), random.nextInt(33), weight)
            : new Subnet.Ipv6(randomHigh(random), randomLow(random), random.nextInt(129), weight);
    return new OwnedSubnet(subnet, NodeName.of("n" + random.nextInt(NODES)));
  }

  // Few different bits, so that prefixes overlap.
  private static int randomIpv4(Random random) {
    return 0x0A000000 | (random.nextInt() & 0x00030103);
  }

  private static long randomHigh(Random random) {
    return 0xFD00000000000000L | (random.nextLong() & 0x0100000000000003L);
  }

  private static long randomLow(Random random) {
    return random.nextLong() & 0xC000000000000003L;
  }

  private static SubnetTrie trie(int down, String... owned) {
    List<OwnedSubnet> subnets = new ArrayList<>();
    for (String line : owned) {
      int space = line.indexOf(' ');
      subnets.add(
          new OwnedSubnet(
              Subnet.parse(line.substring(space + 1)), NodeName.of(line.substring(0, space))));
    }
    subnets.sort(LOOKUP_ORDER);
    return new SubnetTrie(subnets, name -> peer(name, down));
  }

  private static final Comparator<OwnedSubnet> LOOKUP_ORDER =
      Comparator.<OwnedSubnet>comparingInt(o -> -o.subnet().prefixLength())
          .thenComparing(SubnetTrieTest::compareAddresses)
          .thenComparing(o -> o.subnet().weight())
          .thenComparing(OwnedSubnet::owner);

  private static int compareAddresses(OwnedSubnet a, OwnedSubnet b) {
    if (a.subnet() instanceof Subnet.Ipv4 x && b.subnet() instanceof Subnet.Ipv4 y) {
      return Integer.compareUnsigned(x.address(), y.address());
    }
    if (a.subnet() instanceof Subnet.Ipv6 x && b.subnet() instanceof Subnet.Ipv6 y) {
      int high = Long.compareUnsigned(x.high(), y.high());
      return high != 0 ? high : Long.compareUnsigned(x.low(), y.low());
    }
    return a.subnet().getClass().getName().compareTo(b.subnet().getClass().getName());
  }

  private static int indexOf(NodeName name) {
    return Integer.parseInt(name.value().substring(1));
  }

  private static boolean isUp(int index, int down) {
    return (down >>> index & 1) == 0;
  }

  private static PeerPath peer(NodeName name, int down) {
    int index = indexOf(name);
    return new PeerPath(
        index,
        name,
        isUp(index, down),
        NodeOptions.NONE,
        index,
        index,
        1518,
        0,
        null,
        -1,
        null,
        null);
  }
}
