package org.tokenquarry.sql;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.tokenquarry.error.UserException;
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
 * @param names which pruners, each at most once
 * @param seeds of the random pruner, which stands once for each
 */
public record PrunerPlan(float[] prototypes, int dim, List<String> names, List<Long> seeds)
    implements Serializable {

  private static final List<String> KNOWN =
      List.of("codebook", "random", "cls-most-similar", "cls-least-similar", "uniform-grid");

  /**
   * Copies the lists.
   *
   * @throws UserException if a name is not known
   */
  public PrunerPlan {
    names = List.copyOf(names);
    seeds = List.copyOf(seeds);
    for (String name : names) {
      if (!KNOWN.contains(name)) {
        throw new UserException(
            "pruner-unknown",
            "There is no pruner " + name + ".",
            "Choose from " + String.join(", ", KNOWN) + ".");
      }
    }
  }

  /** Makes the pruners, for one thread. */
  public List<Pruner> pruners() {
    return names.stream().flatMap(this::named).toList();
  }

  private Stream<Pruner> named(String name) {
    return switch (name) {
      case "codebook" ->
          Stream.of(new CodebookPruner(new Codebook(new TokenMatrix(prototypes, dim))));
      case "random" -> seeds.stream().map(RandomPruner::new);
      case "cls-most-similar" -> Stream.of(ClsSimilarityPruner.mostSimilar());
      case "cls-least-similar" -> Stream.of(ClsSimilarityPruner.leastSimilar());
      case "uniform-grid" -> Stream.of(new UniformGridPruner());
      default -> throw new IllegalStateException("a plan knows its names: " + name);
    };
  }
}
