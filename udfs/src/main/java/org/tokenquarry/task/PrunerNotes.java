package org.tokenquarry.task;

import java.util.Map;
import java.util.Optional;
import org.tokenquarry.layerprune.Vtw;
import org.tokenquarry.prune.RedundantScope;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.prune.question.LeaveOneOutOracle;
import org.tokenquarry.prune.question.RedundantMmtokPruner;

/** What a reader must know of a row of an evaluation so as not to take it for what it is not. */
public final class PrunerNotes {

  private static final String ADAPTIVE =
      "The image says how many tokens stay, the same at every budget: see its mean number.";

  private static final String ON_TOP =
      "TokenQuarry's own: the method, with 1 - redundancy as a weight of its tokens.";

  private static final Map<String, String> NOTES =
      Map.of(
          LeaveOneOutOracle.NAME,
          "An upper reference and no method to deploy: for each question it runs the model once"
              + " without each token. Its search is not counted in what is saved.",
          RedundantScope.NAME,
          ON_TOP,
          RedundantMmtokPruner.NAME,
          ON_TOP,
          "sms-style-inflection",
          ADAPTIVE,
          "codebook-otsu",
          ADAPTIVE,
          "prumerge-published",
          ADAPTIVE,
          "prumerge-plus-published",
          ADAPTIVE,
          Vtw.SEARCHED,
          "All tokens leave at one layer, the same at every budget: see what is saved.");

  /** On a row of a pruner that cannot share a budget among images or views, where others do. */
  public static final String PER_IMAGE =
      "It chooses within one image or one view, so each keeps its own share of the budget.";

  private PrunerNotes() {}

  /** The note on a pruner, one or two sentences; empty for most. */
  public static Optional<String> of(String pruner) {
    return Optional.ofNullable(NOTES.get(PrunerForm.methodOf(pruner)));
  }
}
