package org.tokenquarry.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tokenquarry.answer.View;
import org.tokenquarry.layerprune.Vtw;
import org.tokenquarry.prune.NotCompared;
import org.tokenquarry.prune.question.LeaveOneOutOracle;

class MissingPrunersTest {

  @Test
  void eachSaysWhatItWouldNeed() {
    List<String> asked = List.of("codebook", LeaveOneOutOracle.NAME, Vtw.SEARCHED, "zoo-prune");
    List<NotCompared> missing =
        MissingPruners.of(
            View.BASE, 1, asked, List.of(new PrunerMetrics("codebook", 0.2, Map.of())));
    assertThat(missing)
        .extracting(NotCompared::name)
        .startsWith(LeaveOneOutOracle.NAME, Vtw.SEARCHED, "zoo-prune")
        .endsWith("image-downsampling");
    assertThat(missing.get(0).reason()).endsWith("the methods run_layers and logits_of.");
    assertThat(missing.get(1).reason()).contains("mined images to search the layer on");
    assertThat(MissingPruners.of(View.PACKED, 1, asked, List.of()))
        .filteredOn(each -> asked.contains(each.name()))
        .hasSize(4)
        .allMatch(each -> each.reason().contains("evaluate.view = base"));
    assertThat(MissingPruners.of(View.BASE, 2, asked, List.of()))
        .filteredOn(each -> each.reason().contains("one block of visual tokens"))
        .extracting(NotCompared::name)
        .containsExactly(Vtw.SEARCHED);
  }
}
