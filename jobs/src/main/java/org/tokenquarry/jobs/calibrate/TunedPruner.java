package org.tokenquarry.jobs.calibrate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.prune.form.TunableMethod;

/**
 * What a search for the constants of one method found.
 *
 * @param method its name, which stands for the published constants
 * @param combinations of the values of its constants that could be tried
 * @param trials of these, how many were
 * @param rungs in order
 * @param chosen the best form; the published one if no other is better
 * @param relative accuracy of the best form relative to the unpruned model, averaged over the keep
 *     ratios, on all images that it was asked about
 * @param published accuracy of the published form, on the same images
 * @param budgets both at each keep ratio
 */
public record TunedPruner(
    String method,
    long combinations,
    int trials,
    List<Rung> rungs,
    String chosen,
    double relative,
    double published,
    List<AtKeep> budgets) {

  /**
   * Both forms at one keep ratio.
   *
   * @param keep share of the visual tokens that is kept
   * @param relative accuracy of the best form relative to the unpruned model, 1 = equal
   * @param published likewise, of the published form
   */
  public record AtKeep(double keep, double relative, double published) {}

  static TunedPruner of(TunableMethod<?> method, Field<PrunerForm> field, List<Double> keeps) {
    Contestant<PrunerForm> best = field.best();
    Contestant<PrunerForm> published = field.firstListed();
    return new TunedPruner(
        method.name(),
        method.combinations(),
        field.rungs().get(0).trials(),
        field.rungs(),
        best.name(),
        best.meanRelative(),
        published.meanRelative(),
        keeps.stream()
            .map(keep -> new AtKeep(keep, best.relative(keep), published.relative(keep)))
            .toList());
  }

  /** The names of both forms; one if they are the same. */
  List<String> forms() {
    return chosen.equals(method) ? List.of(method) : List.of(method, chosen);
  }

  String text() {
    return String.format(Locale.ROOT, "%s: %d of %d combinations%n", method, trials, combinations)
        + rungs.stream().map(Rung::text).collect(Collectors.joining(System.lineSeparator()))
        + String.format(
            Locale.ROOT,
            "%n  chosen %s: %.2f %%, published %.2f %%",
            chosen,
            100 * relative,
            100 * published);
  }
}
