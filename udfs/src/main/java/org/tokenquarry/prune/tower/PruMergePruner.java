package org.tokenquarry.prune.tower;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.tokenquarry.prune.Pruned;

/**
 * {@link PruMergeMerging} on the tokens of an image. As published it has no budget: the image says
 * how many tokens are kept, one is added for those that are dropped, and this is the same at every
 * budget.
 */
public final class PruMergePruner implements TowerPruner {

  private final String name;
  private final Function<PruMergeMerging, int[]> kept;

  private PruMergePruner(String name, Function<PruMergeMerging, int[]> kept) {
    this.name = name;
    this.kept = kept;
  }

  /** PruMerge: the outliers of attention. */
  public static PruMergePruner published() {
    return new PruMergePruner("prumerge-published", PruMergeMerging::kept);
  }

  /** PruMerge+: evenly spaced tokens too. */
  public static PruMergePruner publishedPlus() {
    return new PruMergePruner("prumerge-plus-published", PruMergeMerging::keptPlus);
  }

  @Override
  public String name() {
    return name;
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
    Pruned merged = MergedRows.projected(view, merging.merged(kept.apply(merging)));
    return Collections.nCopies(budgets.size(), merged);
  }
}
