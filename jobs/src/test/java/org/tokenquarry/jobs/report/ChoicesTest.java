package org.tokenquarry.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.table.SettingChange;
import org.tokenquarry.jobs.table.SettingChanges;

class ChoicesTest {

  @Test
  void overlaysAreOfPrunersThatWereEvaluated() {
    assertThat(Overlays.of(Set.of("gprune", "fastv", "random", "codebook", "none")))
        .containsExactly("codebook", "random", "gprune");
  }

  @Test
  void withoutAnEvaluationTheUsualPrunersAreShown() {
    assertThat(Overlays.of(Set.of()))
        .containsExactly("codebook", "codebook-diverse", "random", "divprune", "gprune");
  }

  @Test
  void settingsAreComparedByTheirPaths() {
    assertThat(
            SettingChanges.between(
                "{\"cluster\":{\"clusters\":24,\"k\":5},\"probe\":[1,2],\"old\":\"x\"}",
                "{\"cluster\":{\"clusters\":64,\"k\":5},\"probe\":[1,3],\"new\":null}"))
        .containsExactly(
            new SettingChange("cluster.clusters", "24", "64"),
            new SettingChange("new", "", "null"),
            new SettingChange("old", "x", ""),
            new SettingChange("probe", "[1,2]", "[1,3]"));
    assertThat(SettingChanges.between("{\"a\":1}", "{\"a\":1}")).isEmpty();
  }
}
