package io.github.tinc4j.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Spec 30, 7, for MAC addresses. */
class MacTableTest {

  private final TestTable mesh = new TestTable();
  private final TestTable.Peer a = mesh.add("a");
  private final TestTable.Peer b = mesh.add("b");

  @Test
  void anAddressIsItsOwners() {
    mesh.owns(a, "0:1a:2b:3c:4d:5e").owns(b, "ff:ff:ff:ff:ff:ff", "0:0:0:0:0:0");
    ForwardingTable table = mesh.build();
    assertThat(table.lookupMac(0x001A_2B3C_4D5EL)).isEqualTo(a.index);
    assertThat(table.lookupMac(0xFFFF_FFFF_FFFFL)).isEqualTo(b.index);
    assertThat(table.lookupMac(0)).isEqualTo(b.index);
    assertThat(table.lookupMac(1)).isEqualTo(-1);
  }

  @Test
  void whereNobodyOwnsAnAddressNothingIsFound() {
    assertThat(mesh.build().lookupMac(0)).isEqualTo(-1);
    mesh.owns(a, "10.0.0.0/8");
    assertThat(mesh.build().lookupMac(0)).isEqualTo(-1);
  }

  @Test
  void theFirstReachableOwnerWinsAndElseTheLast() {
    mesh.owns(a, "2:0:0:0:0:1#5").owns(b, "2:0:0:0:0:1#10");
    assertThat(mesh.build().lookupMac(0x0200_0000_0001L)).isEqualTo(a.index);
    a.unreachable();
    assertThat(mesh.build().lookupMac(0x0200_0000_0001L)).isEqualTo(b.index);
    b.unreachable();
    assertThat(mesh.build().lookupMac(0x0200_0000_0001L)).isEqualTo(b.index);
  }

  @Test
  void manyAddressesAreAllFound() {
    var random = new Random(5);
    long[] addresses = random.longs(2000, 0, 1L << 48).distinct().sorted().toArray();
    for (long address : addresses) {
      mesh.owns((address & 1) == 0 ? a : b, text(address));
    }
    ForwardingTable table = mesh.build();
    for (long address : addresses) {
      assertThat(table.lookupMac(address)).isEqualTo((address & 1) == 0 ? a.index : b.index);
    }
    random
        .longs(2000, 0, 1L << 48)
        .filter(address -> Arrays.binarySearch(addresses, address) < 0)
        .forEach(address -> assertThat(table.lookupMac(address)).isEqualTo(-1));
  }

  private static String text(long address) {
    var text = new StringBuilder();
    for (int shift = 40; shift >= 0; shift -= 8) {
      text.append(Long.toHexString(address >>> shift & 0xFF)).append(shift > 0 ? ":" : "");
    }
    return text.toString();
  }
}
