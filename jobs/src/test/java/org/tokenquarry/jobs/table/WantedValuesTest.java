package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WantedValuesTest {

  private final WantedValues wanted = WantedValues.of("image_id", List.of("b5", "d7"));

  @Test
  void aFileMayHoldAValueBetweenItsLeastAndItsGreatest() {
    assertThat(wanted.mayBeIn(between("b5", "b5"))).isTrue();
    assertThat(wanted.mayBeIn(between("a0", "ff"))).isTrue();
    assertThat(wanted.mayBeIn(between("d0", "f0"))).isTrue();
    assertThat(wanted.mayBeIn(between("a0", "b4"))).isFalse();
    assertThat(wanted.mayBeIn(between("b6", "d6"))).isFalse();
    assertThat(wanted.mayBeIn(between("d8", "ff"))).isFalse();
  }

  @Test
  void valuesThatDeltaCutOffAreWithin() {
    assertThat(wanted.mayBeIn(between("d", "d"))).isFalse();
    assertThat(wanted.mayBeIn(between("d", "d\uDBFF\uDFFF"))).isTrue();
  }

  @Test
  void aFileThatSaysNothingMayHoldAnything() {
    assertThat(wanted.mayBeIn(null)).isTrue();
    assertThat(wanted.mayBeIn("{\"numRecords\":3}")).isTrue();
    assertThat(wanted.mayBeIn("{\"minValues\":{\"image_id\":\"f\"}}")).isTrue();
  }

  private static String between(String least, String most) {
    return "{\"minValues\":{\"image_id\":\"%s\"},\"maxValues\":{\"image_id\":\"%s\"}}"
        .formatted(least, most);
  }
}
