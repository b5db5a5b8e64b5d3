package org.tokenquarry.jobs.calibrate;

import java.util.List;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.task.ChosenPruners;
import org.tokenquarry.token.TokenMatrix;

/**
 * Settings of a codebook, and the codebook that they give.
 *
 * @param prototypes {@code [n, D]}
 */
record CodebookTrial(Trial trial, TokenMatrix prototypes) {

  /**
   * Codebooks, all probed in the same way.
   *
   * @param pruner that probes them
   */
  record Probed(String pruner) implements Entrants<CodebookTrial> {

    @Override
    public String word() {
      return "codebooks";
    }

    @Override
    public long numbers(CodebookTrial tried) {
      return tried.prototypes().values().length;
    }

    @Override
    public ChosenPruners pruners(List<Contestant<CodebookTrial>> together) {
      List<ChosenPruners.Rival> rivals =
          together.stream()
              .map(
                  each ->
                      new ChosenPruners.Rival(
                          each.name(), pruner, new Codebook(each.tried().prototypes())))
              .toList();
      return new ChosenPruners(rivals.get(0).codebook(), List.of(), List.of(), rivals);
    }
  }
}
