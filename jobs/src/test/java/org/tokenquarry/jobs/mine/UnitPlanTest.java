package org.tokenquarry.jobs.mine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.pack.PackSlice;

/** Units cover every image once, and become smaller towards the end. */
class UnitPlanTest {

  @Test
  void everyImageIsInOneUnit() {
    List<PackSlice> packs = packs(21, 400, 3, 1, 77);
    List<PackSlice> units = new UnitPlan(4, 16).of(packs);
    for (PackSlice pack : packs) {
      assertThat(
              units.stream()
                  .filter(unit -> unit.file().equals(pack.file()))
                  .flatMapToInt(unit -> IntStream.of(unit.positions()))
                  .sorted()
                  .boxed())
          .containsExactlyElementsOf(IntStream.of(pack.positions()).boxed().toList());
    }
  }

  @Test
  void theLongestComeFirstAndTheLastAreSmall() {
    List<PackSlice> units = new UnitPlan(64, 16).of(packs(5_000));
    assertThat(units).extracting(PackSlice::images).isSortedAccordingTo((a, b) -> b - a);
    assertThat(units.get(0).images()).isEqualTo(16);
    assertThat(units.get(units.size() - 64).images()).isEqualTo(1);
  }

  @Test
  void aUnitNeverHasMoreThanIsAskedFor() {
    assertThat(new UnitPlan(1, 5).of(packs(1_000))).allMatch(unit -> unit.images() <= 5);
    assertThat(new UnitPlan(1_000, 5).of(packs(3))).hasSize(3);
    assertThat(new UnitPlan(2, 16).of(List.of())).isEmpty();
  }

  private static List<PackSlice> packs(int... images) {
    return IntStream.range(0, images.length)
        .mapToObj(
            i -> new PackSlice("pack" + i, 1, IntStream.range(0, images[i]).toArray(), images[i]))
        .toList();
  }
}
