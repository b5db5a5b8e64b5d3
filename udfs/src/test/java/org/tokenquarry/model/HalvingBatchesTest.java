package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HalvingBatchesTest {

  private static final String CUDA = "CUDA out of memory. Tried to allocate 2.00 GiB";
  private static final String CPU =
      "DefaultCPUAllocator: can't allocate memory: you tried to allocate 64 bytes";

  /** A device on which only so many elements fit at once. */
  private record Device(int fits, String message, List<Integer> sizes)
      implements HalvingBatches.Batch<Integer> {
    @Override
    public List<Integer> run(int first, int last) {
      sizes.add(last - first);
      if (last - first > fits) {
        throw new EngineException(message);
      }
      return IntStream.range(first, last).boxed().toList();
    }
  }

  @Property(tries = 200)
  void everyElementIsRunOnceAndInOrder(
      @ForAll @IntRange(min = 0, max = 60) int count,
      @ForAll @IntRange(min = 1, max = 70) int most,
      @ForAll @IntRange(min = 1, max = 70) int fits) {
    Device device = new Device(fits, CUDA, new ArrayList<>());
    assertThat(HalvingBatches.run(count, most, device))
        .isEqualTo(IntStream.range(0, count).boxed().toList());
  }

  @Test
  void aBatchThatDoesNotFitIsHalvedAndThoseBehindItStaySmall() {
    Device device = new Device(5, CPU, new ArrayList<>());
    HalvingBatches.run(20, 16, device);
    assertThat(device.sizes()).containsExactly(16, 8, 4, 4, 4, 4, 4);
  }

  @Test
  void anElementThatDoesNotFitAloneIsToldOf() {
    Device device = new Device(0, CUDA, new ArrayList<>());
    assertThatThrownBy(() -> HalvingBatches.run(4, 4, device))
        .isInstanceOf(EngineException.class)
        .hasMessage(CUDA);
    assertThat(device.sizes()).containsExactly(4, 2, 1);
  }

  @Test
  void anotherFailureIsNotTriedAgain() {
    Device device = new Device(1, "shapes do not fit", new ArrayList<>());
    assertThatThrownBy(() -> HalvingBatches.run(4, 4, device))
        .isInstanceOf(EngineException.class)
        .hasMessage("shapes do not fit");
    assertThat(device.sizes()).containsExactly(4);
  }

  /** A device whose memory holds so many elements, of all batches that were not read yet. */
  private static final class AsynchronousDevice implements HalvingBatches.Start<Integer> {

    private final int holds;
    private final List<String> events = new ArrayList<>();
    private int held;

    AsynchronousDevice(int holds) {
      this.holds = holds;
    }

    @Override
    public HalvingBatches.Started<Integer> start(int first, int last, int size) {
      int count = last - first;
      if (held + count > holds) {
        events.add("full");
        throw new EngineException(CUDA);
      }
      events.add("start " + first);
      held += count;
      return new HalvingBatches.Started<>() {
        @Override
        public List<Integer> read() {
          events.add("read " + first);
          return IntStream.range(first, last).boxed().toList();
        }

        @Override
        public void close() {
          held -= count;
        }
      };
    }
  }

  @Test
  void aBatchIsReadWhenTheNextOneWasStarted() {
    AsynchronousDevice device = new AsynchronousDevice(4);
    assertThat(HalvingBatches.ahead(5, 2, device)).containsExactly(0, 1, 2, 3, 4);
    assertThat(device.events)
        .containsExactly("start 0", "start 2", "read 0", "start 4", "read 2", "read 4");
    assertThat(device.held).isZero();
  }

  @Test
  void theBatchBeforeIsReadFirstWhereMemoryHoldsOnlyOne() {
    AsynchronousDevice device = new AsynchronousDevice(2);
    assertThat(HalvingBatches.ahead(4, 2, device)).containsExactly(0, 1, 2, 3);
    assertThat(device.events).containsExactly("start 0", "full", "read 0", "start 2", "read 2");
    assertThat(device.held).isZero();
  }

  @Property(tries = 200)
  void everyElementIsReadOnceAndNothingStaysInMemory(
      @ForAll @IntRange(min = 0, max = 60) int count,
      @ForAll @IntRange(min = 1, max = 70) int most,
      @ForAll @IntRange(min = 1, max = 70) int holds) {
    AsynchronousDevice device = new AsynchronousDevice(holds);
    assertThat(HalvingBatches.ahead(count, most, device))
        .isEqualTo(IntStream.range(0, count).boxed().toList());
    assertThat(device.held).isZero();
  }

  @Test
  void aFailureFreesTheBatchBefore() {
    AsynchronousDevice device = new AsynchronousDevice(10);
    assertThatThrownBy(
            () ->
                HalvingBatches.ahead(
                    4,
                    2,
                    (first, last, size) -> {
                      if (first > 0) {
                        throw new EngineException("shapes do not fit");
                      }
                      return device.start(first, last, size);
                    }))
        .hasMessage("shapes do not fit");
    assertThat(device.held).isZero();
  }
}
