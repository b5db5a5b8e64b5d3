package org.tokenquarry.sql;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.prune.ClsSimilarityPruner;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.CodebookPruner;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.prune.RandomPruner;
import org.tokenquarry.prune.UniformGridPruner;
import org.tokenquarry.token.TokenMatrix;

/**
 * The pruners that are compared, in a form that travels to executors.
 *
 * @param prototypes {@code [n * D]}, row by row
 * @param dim D
 * @param seeds of the random pruner
 */
public record PrunerPlan(float[] prototypes, int dim, List<Long> seeds) implements Serializable {

  /** Makes the pruners, for one thread. */
  public List<Pruner> pruners() {
    List<Pruner> pruners = new ArrayList<>();
    pruners.add(new CodebookPruner(new Codebook(new TokenMatrix(prototypes, dim))));
    pruners.add(ClsSimilarityPruner.mostSimilar());
    pruners.add(new UniformGridPruner());
    for (long seed : seeds) {
      pruners.add(new RandomPruner(seed));
    }
    return pruners;
  }
}
