package org.tokenquarry.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrefetchingIteratorTest {

  private static <R> PrefetchingIterator<Integer, R> ahead(
      int threads, int elements, long bytes, Iterator<Integer> source, Function<Integer, R> map) {
    return new PrefetchingIterator<>(
        "test",
        new PrefetchingIterator.Bounds(threads, elements, bytes),
        source,
        Integer::longValue,
        map);
  }

  private static <R> PrefetchingIterator<Integer, R> oneAhead(
      List<Integer> source, Function<Integer, R> mapping) {
    return ahead(1, 1, Long.MAX_VALUE, source.iterator(), mapping);
  }

  @Test
  void orderIsKept() {
    List<Integer> mapped = new ArrayList<>();
    try (PrefetchingIterator<Integer, Integer> ahead = oneAhead(List.of(3, 1, 2), x -> 10 * x)) {
      ahead.forEachRemaining(mapped::add);
    }
    assertThat(mapped).containsExactly(30, 10, 20);
  }

  @Test
  void orderIsKeptWhereALaterElementIsReadyFirst() {
    CountDownLatch last = new CountDownLatch(1);
    List<Integer> mapped = new ArrayList<>();
    Function<Integer, Integer> lastFirst =
        x -> {
          if (x == 3) {
            last.countDown();
          } else {
            await(last);
          }
          return 10 * x;
        };
    try (PrefetchingIterator<Integer, Integer> ahead =
        ahead(3, 3, Long.MAX_VALUE, List.of(1, 2, 3).iterator(), lastFirst)) {
      ahead.forEachRemaining(mapped::add);
    }
    assertThat(mapped).containsExactly(10, 20, 30);
  }

  @Test
  void theNextIsPreparedWhileOneIsWorkedOn() {
    CountDownLatch second = new CountDownLatch(2);
    try (PrefetchingIterator<Integer, Integer> ahead =
        oneAhead(
            List.of(1, 2, 3),
            x -> {
              second.countDown();
              return x;
            })) {
      assertThat(ahead.next()).isEqualTo(1);
      await(second); // Nobody has asked for the second element.
      assertThat(ahead.next()).isEqualTo(2);
    }
  }

  /** Counts what was taken and not given back. */
  private static final class Taken implements Iterator<Integer> {

    private final Iterator<Integer> sizes;
    private long bytes;
    private int elements;

    Taken(List<Integer> sizes) {
      this.sizes = sizes.iterator();
    }

    @Override
    public boolean hasNext() {
      return sizes.hasNext();
    }

    @Override
    public Integer next() {
      int size = sizes.next();
      bytes += size;
      elements++;
      return size;
    }
  }

  @Property(tries = 100)
  void elementsAheadAreBoundedByNumberAndBytes(
      @ForAll @IntRange(min = 0, max = 40) int count,
      @ForAll @IntRange(min = 1, max = 90) int size,
      @ForAll @IntRange(min = 1, max = 6) int elements,
      @ForAll @IntRange(min = 1, max = 200) int bytes) {
    Taken source = new Taken(IntStream.range(0, count).mapToObj(i -> size).toList());
    try (PrefetchingIterator<Integer, Integer> ahead = ahead(2, elements, bytes, source, x -> x)) {
      int read = 0;
      while (ahead.hasNext()) {
        assertThat(source.elements - read).isLessThanOrEqualTo(elements);
        // An element that is larger than all may have is alone.
        assertThat(source.bytes - (long) read * size).isLessThanOrEqualTo(Math.max(bytes, size));
        assertThat(ahead.next()).isEqualTo(size);
        read++;
      }
      assertThat(read).isEqualTo(count);
    }
  }

  @Test
  void largeFilesAreReadOneByOne() {
    Taken source = new Taken(List.of(60, 60, 60, 5, 5));
    List<Long> held = new ArrayList<>();
    try (PrefetchingIterator<Integer, Integer> ahead = ahead(2, 8, 64, source, x -> x)) {
      long given = 0;
      while (ahead.hasNext()) {
        held.add(source.bytes - given);
        given += ahead.next();
      }
    }
    assertThat(held).containsExactly(60L, 60L, 60L, 10L, 5L);
  }

  @Test
  void whatTheMappingThrowsReachesWhoAsks() {
    try (PrefetchingIterator<Integer, Integer> ahead =
        oneAhead(
            List.of(1),
            x -> {
              throw new IllegalArgumentException("no " + x);
            })) {
      assertThatThrownBy(ahead::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no 1");
    }
  }

  @Test
  void whatDoesNotFitBesideOthersIsMappedAlone() {
    CountDownLatch both = new CountDownLatch(2);
    Set<Integer> atOnce = ConcurrentHashMap.newKeySet();
    Function<Integer, Integer> heavy =
        x -> {
          atOnce.add(x);
          both.countDown();
          await(both);
          try {
            if (x == 1 && atOnce.size() > 1) {
              throw new OutOfMemoryError("Java heap space");
            }
            return 10 * x;
          } finally {
            atOnce.remove(x);
          }
        };
    List<Integer> mapped = new ArrayList<>();
    try (PrefetchingIterator<Integer, Integer> ahead =
        ahead(2, 3, Long.MAX_VALUE, List.of(1, 2, 3).iterator(), heavy)) {
      ahead.forEachRemaining(mapped::add);
    }
    assertThat(mapped).containsExactly(10, 20, 30);
    try (PrefetchingIterator<Integer, Integer> ahead =
        oneAhead(
            List.of(1),
            x -> {
              throw new OutOfMemoryError("Java heap space");
            })) {
      assertThatThrownBy(ahead::next).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void nothingComesOfNothing() {
    try (PrefetchingIterator<Integer, Integer> ahead = oneAhead(List.of(), x -> x)) {
      assertThat(ahead.hasNext()).isFalse();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
