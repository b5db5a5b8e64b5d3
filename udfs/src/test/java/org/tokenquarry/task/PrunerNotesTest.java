package org.tokenquarry.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenquarry.error.UserException;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.question.LeaveOneOutOracle;
import org.tokenquarry.prune.question.QuestionPruner;
import org.tokenquarry.token.TokenMatrix;

class PrunerNotesTest {

  private static final Codebook CODEBOOK = new Codebook(new TokenMatrix(new float[] {1}, 1));

  @Test
  void allIsAllButWhatCostsTooMuch() {
    List<String> all = ChosenPruners.expanded(List.of("all"));
    assertThat(all).doesNotHaveDuplicates().doesNotContain(LeaveOneOutOracle.NAME);
    assertThat(ChosenPruners.expanded(List.of(LeaveOneOutOracle.NAME, "all", "random")))
        .startsWith(LeaveOneOutOracle.NAME)
        .hasSize(all.size() + 1)
        .containsAll(all);
    assertThat(ChosenPruners.expanded(List.of("random"))).containsExactly("random");
  }

  @Test
  void eachIsMadeByItsName() {
    List<String> names = List.of("scope", LeaveOneOutOracle.NAME, "mmtok", "vtw", "vtw-searched");
    ChosenPruners chosen = new ChosenPruners(CODEBOOK, names, List.of());
    assertThat(chosen.pruners()).hasSize(1);
    assertThat(chosen.questionPruners())
        .extracting(QuestionPruner::name)
        .containsExactly(LeaveOneOutOracle.NAME, "mmtok");
    assertThat(chosen.layerPruners(LayerCalibration.NONE)).hasSize(1);
    assertThatThrownBy(() -> new ChosenPruners(CODEBOOK, List.of("best"), List.of()))
        .isInstanceOf(UserException.class);
  }

  @Test
  void notesAreOnPrunersThatThereAre() {
    List<String> names = ChosenPruners.expanded(List.of("all", LeaveOneOutOracle.NAME));
    assertThat(names.stream().filter(name -> PrunerNotes.of(name).isPresent())).hasSize(8);
  }
}
