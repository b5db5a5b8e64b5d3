package org.tokenquarry.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PrefetchingIteratorTest {

  @Test
  void orderIsKept() {
    List<Integer> mapped = new ArrayList<>();
    try (PrefetchingIterator<Integer, Integer> ahead =
        new PrefetchingIterator<>("test", List.of(3, 1, 2).iterator(), x -> 10 * x)) {
      ahead.forEachRemaining(mapped::add);
    }
    assertThat(mapped).containsExactly(30, 10, 20);
  }

  @Test
  void theNextIsPreparedWhileOneIsWorkedOn() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(2);
    try (PrefetchingIterator<Integer, Integer> ahead =
        new PrefetchingIterator<>(
            "test",
            List.of(1, 2, 3).iterator(),
            x -> {
              second.countDown();
              return x;
            })) {
      assertThat(ahead.next()).isEqualTo(1);
      second.await(); // Nobody has asked for the second element.
      assertThat(ahead.next()).isEqualTo(2);
    }
  }

  @Test
  void whatTheMappingThrowsReachesWhoAsks() {
    try (PrefetchingIterator<Integer, Integer> ahead =
        new PrefetchingIterator<>(
            "test",
            List.of(1).iterator(),
            x -> {
              throw new IllegalArgumentException("no " + x);
            })) {
      assertThatThrownBy(ahead::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no 1");
    }
  }

  @Test
  void nothingComesOfNothing() {
    try (PrefetchingIterator<Integer, Integer> ahead =
        new PrefetchingIterator<>("test", List.<Integer>of().iterator(), x -> x)) {
      assertThat(ahead.hasNext()).isFalse();
    }
  }
}
