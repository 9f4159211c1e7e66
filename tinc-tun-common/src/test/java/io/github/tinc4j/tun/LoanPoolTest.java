package io.github.tinc4j.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class LoanPoolTest {

  private final LoanPool<OffHeap> pool = new LoanPool<>(() -> new OffHeap(100));

  @Test
  void aPieceThatIsGivenBackIsLentAgain() {
    OffHeap piece = pool.borrow();
    assertThat(piece.size()).isEqualTo(100);
    pool.giveBack(piece);
    assertThat(pool.borrow()).isSameAs(piece);
  }

  @Test
  void aPieceIsLentToOneAtATime() {
    List<OffHeap> lent = new ArrayList<>();
    for (int i = 0; i < LoanPool.KEPT * 2; i++) {
      lent.add(pool.borrow());
    }
    assertThat(lent).extracting(OffHeap::address).doesNotHaveDuplicates();
  }

  @Test
  void thePoolKeepsNoMorePiecesThanItShould() {
    List<OffHeap> lent = new ArrayList<>();
    for (int i = 0; i < LoanPool.KEPT * 2; i++) {
      lent.add(pool.borrow());
    }
    lent.forEach(pool::giveBack);
    List<OffHeap> again = new ArrayList<>();
    for (int i = 0; i < LoanPool.KEPT; i++) {
      again.add(pool.borrow());
    }
    assertThat(lent).containsAll(again);
    assertThat(lent).doesNotContain(pool.borrow());
  }
}
