package org.tokenquarry.jobs.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.experiment.WithinImageRule;
import org.tokenquarry.jobs.config.ImageThreshold;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.numeric.Quantiles;
import org.tokenquarry.prune.form.FormGrid;

/** Every combination of the settings that are searched. */
final class Trials {

  private Trials() {}

  /**
   * Combines values, and takes as many combinations as there may be, spread evenly over all. Trials
   * that share clusters follow one another.
   *
   * @param top1 of the sample's tokens
   * @param divergence likewise
   */
  static List<Trial> of(SearchSettings search, double[] top1, double[] divergence) {
    List<Trial> trials = new ArrayList<>();
    for (double maxTop1 : distinct(top1, search.top1Quantiles())) {
      for (double maxDivergence : distinct(divergence, search.divergenceQuantiles())) {
        for (int size : search.withinImageSizes()) {
          for (int clusters : search.clusters()) {
            kept(search)
                .map(
                    kept ->
                        new Trial(
                            maxTop1,
                            maxDivergence,
                            rule(search, size),
                            clusters,
                            kept.above,
                            kept.form))
                .forEach(trials::add);
          }
        }
      }
    }
    return FormGrid.spread(trials.size(), search.mostTrials())
        .mapToObj(place -> trials.get((int) place))
        .toList();
  }

  private static double[] distinct(double[] values, List<Double> shares) {
    Quantiles quantiles = Quantiles.of(values);
    return shares.stream().mapToDouble(quantiles::reached).distinct().toArray();
  }

  private record Kept(ImageThreshold above, PrototypeForm form) {}

  private static Stream<Kept> kept(SearchSettings search) {
    return search.moreImagesThan().stream()
        .flatMap(above -> search.prototypes().stream().map(form -> new Kept(above, form)));
  }

  private static WithinImageRule rule(SearchSettings search, int size) {
    return size == 0
        ? null
        : new WithinImageRule(
            search.withinImage().clusters(), search.withinImage().neighbours(), size);
  }
}
