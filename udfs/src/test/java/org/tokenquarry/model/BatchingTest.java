package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchingTest {

  private static final ModelDevice GPU = ModelDevice.gpu(0);

  @Test
  void aGpuGetsSeveralImagesUnlessTold() {
    Batching open = new Batching(48, 1 << 21, 0);
    assertThat(open.on(ModelDevice.CPU).images()).isEqualTo(1);
    assertThat(open.on(GPU).images()).isEqualTo(16);
    assertThat(new Batching(48, 1 << 21, 3).on(GPU).images()).isEqualTo(3);
  }

  @Test
  void batchesOfOneImageAreNotFilled() {
    Batching alone = new Batching(48, 1 << 21);
    for (ModelDevice device : List.of(ModelDevice.CPU, GPU)) {
      assertThat(alone.size(device, 10, 9)).isEqualTo(9);
      assertThat(alone.filled(device, 1, 9)).isEqualTo(1);
    }
  }

  @Test
  void onAGpuEveryBatchOfALengthHasOneShape() {
    Batching across = new Batching(48, 1 << 21, 8);
    assertThat(across.size(GPU, 2, 9)).isEqualTo(9);
    assertThat(across.filled(GPU, 2, 9)).isEqualTo(9);
    assertThat(across.filledImages(GPU, 3, 8)).isEqualTo(8);
  }

  @Property(tries = 300)
  void onACpuBatchesAreEvenAndNotTooSmall(
      @ForAll @IntRange(min = 1, max = 400) int count,
      @ForAll @IntRange(min = 1, max = 60) int fitting) {
    Batching across = new Batching(48, 1 << 21, 8);
    int size = across.size(ModelDevice.CPU, count, fitting);
    int most = Math.max(Batching.LEAST, fitting);
    assertThat(size).isBetween(1, most);
    assertThat((count + size - 1) / size).isEqualTo((count + most - 1) / most);
    int last = count % size == 0 ? size : count % size;
    assertThat(across.filled(ModelDevice.CPU, last, size))
        .isBetween(Batching.LEAST, Math.max(last, Batching.LEAST));
  }
}
