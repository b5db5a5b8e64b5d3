package org.tokenquarry.prune.tower;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;

/**
 * {@link PruMergeMerging} on the tokens of an image. As published it has no budget: the image says
 * how many tokens are kept, one is added for those that are dropped, and this is the same at every
 * budget.
 *
 * @param rule which tokens are kept
 * @param neighbours how many tokens are merged into a kept one, at least 0
 */
public record PruMergePruner(Rule rule, int neighbours) implements TowerPruner {

  private static final String NEIGHBOURS = "neighbours";

  /** Which tokens are kept. It decides how many, so it is no constant. */
  public enum Rule {

    /** PruMerge: the outliers of attention. */
    OUTLIERS("prumerge-published") {
      @Override
      int[] of(PruMergeMerging merging) {
        return merging.kept();
      }
    },

    /** PruMerge+: evenly spaced tokens too. */
    PLUS("prumerge-plus-published") {
      @Override
      int[] of(PruMergeMerging merging) {
        return merging.keptPlus();
      }
    };

    private final String pruner;

    Rule(String pruner) {
      this.pruner = pruner;
    }

    abstract int[] of(PruMergeMerging merging);
  }

  /** PruMerge: the outliers of attention. */
  public static PruMergePruner published() {
    return new PruMergePruner(Rule.OUTLIERS, PruMergeMerging.NEIGHBOURS);
  }

  /** PruMerge+: evenly spaced tokens too. */
  public static PruMergePruner publishedPlus() {
    return new PruMergePruner(Rule.PLUS, PruMergeMerging.NEIGHBOURS);
  }

  /** Its constant, with one rule. */
  public static TunableMethod<TowerPruner> tunable(Rule rule) {
    return new TunableMethod<>(
        rule.pruner,
        List.of(
            new Constant(
                NEIGHBOURS,
                PruMergeMerging.NEIGHBOURS,
                List.of(0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 48.0, 64.0, 96.0, 128.0),
                Bounds.whole(0, 1_000_000))),
        values -> new PruMergePruner(rule, values.whole(NEIGHBOURS)));
  }

  @Override
  public String name() {
    return tunable(rule).named(Map.of(NEIGHBOURS, (double) neighbours));
  }

  @Override
  public String needs() {
    return "a tower with [CLS] that has a layer behind the selected one";
  }

  @Override
  public boolean serves(TowerView image) {
    return image.goesOn();
  }

  @Override
  public List<Pruned> prune(TowerView view, List<Integer> budgets) {
    PruMergeMerging merging =
        new PruMergeMerging(
            ClsAttention.of(view.keys().queryBehind(), view.keys().keysBehind(), 1),
            MergedRows.withoutCls(view.keys().keysBehind()),
            view.image().features());
    Pruned merged = MergedRows.projected(view, merging.merged(rule.of(merging), neighbours));
    return Collections.nCopies(budgets.size(), merged);
  }
}
