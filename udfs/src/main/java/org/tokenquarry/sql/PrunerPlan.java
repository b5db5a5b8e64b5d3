package org.tokenquarry.sql;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.error.UserException;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.prune.PrunerCatalogue;
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

  /**
   * Copies the lists.
   *
   * @throws UserException if a name is not known
   */
  public PrunerPlan {
    names = List.copyOf(names);
    seeds = List.copyOf(seeds);
    for (String name : names) {
      if (PrunerCatalogue.named(name).isEmpty()) {
        throw new UserException(
            "pruner-unknown",
            "There is no pruner " + name + ".",
            PrunerCatalogue.entries().stream()
                .map(PrunerCatalogue.Entry::name)
                .collect(Collectors.joining(", ", "Choose from ", ".")));
      }
    }
  }

  /** Makes the pruners, for one thread. */
  public List<Pruner> pruners() {
    PrunerCatalogue.Parts parts =
        new PrunerCatalogue.Parts(new Codebook(new TokenMatrix(prototypes, dim)), seeds);
    return names.stream()
        .map(name -> PrunerCatalogue.named(name).orElseThrow())
        .flatMap(entry -> entry.factory().apply(parts).stream())
        .toList();
  }
}
