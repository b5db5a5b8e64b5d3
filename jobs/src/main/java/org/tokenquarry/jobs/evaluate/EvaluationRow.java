package org.tokenquarry.jobs.evaluate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.jobs.table.Standing;
import org.tokenquarry.task.PrunerNotes;

/**
 * The metrics of one pruner at one keep ratio, as {@code evaluate} writes them to standard output.
 * The intervals cover 95 % and come from a bootstrap over images. A metric that does not exist is
 * null: an accuracy without answers, or a ratio to zero.
 *
 * @param pruner its name; those that use the codebook begin with {@code codebook}
 * @param keep ratio of the visual tokens that was kept, (0, 1]
 * @param accuracy mean score of the answers
 * @param relative accuracy divided by that of the unpruned model, 1 = equal
 * @param ci lower and upper end of the interval of the accuracy
 * @param low lower end of it
 * @param high upper end of it
 * @param difference accuracy minus that of the reference pruner
 * @param differenceCi interval of the difference, over the same draws of images
 * @param correctedCi interval of the difference that is corrected for the number of comparisons
 * @param verdict {@code ahead} of the reference pruner, {@code behind} it or {@code not told
 *     apart}, by the corrected interval
 * @param change accuracy minus that of the unpruned model
 * @param changeCi interval of the change that is corrected for the number of rows
 * @param fidelityJsd Jensen-Shannon divergence between the first tokens with and without pruning,
 *     nats
 * @param fidelityTop1 share of the questions whose most probable first token is unchanged
 * @param tokens mean number of visual tokens that enter the language model
 * @param flopsSaved share of the decoder's operations that is saved for the prompt
 * @param f1 F1 of the answer yes, if there are yes-or-no questions
 * @param wrongYes share of the yes-or-no questions that are answered yes where no is right
 * @param note what a reader must know of this pruner, see {@link PrunerNotes}
 */
public record EvaluationRow(
    String pruner,
    double keep,
    Double accuracy,
    Double relative,
    List<Double> ci,
    Double low,
    Double high,
    Double difference,
    List<Double> differenceCi,
    List<Double> correctedCi,
    String verdict,
    Double change,
    List<Double> changeCi,
    Double fidelityJsd,
    Double fidelityTop1,
    Double tokens,
    Double flopsSaved,
    Double f1,
    Double wrongYes,
    String note) {

  /**
   * The row of a pruner.
   *
   * @param perImage names of pruners that give each image its own share, where others do not
   */
  static EvaluationRow of(PrunerMetrics metrics, String reference, Set<String> perImage) {
    MetricValue corrected = metrics.values().get(MetricNames.correctedDifferenceTo(reference));
    MetricValue accuracy = metrics.values().get(MetricNames.ACCURACY);
    return new EvaluationRow(
        metrics.pruner(),
        metrics.keep(),
        metrics.value(MetricNames.ACCURACY),
        metrics.value(MetricNames.RELATIVE),
        interval(accuracy),
        accuracy == null ? null : (Double) accuracy.low(),
        accuracy == null ? null : (Double) accuracy.high(),
        metrics.value(MetricNames.DIFFERENCE),
        interval(metrics.values().get(MetricNames.DIFFERENCE)),
        interval(corrected),
        corrected == null ? null : Standing.of(corrected).words(),
        metrics.value(MetricNames.CHANGE),
        interval(metrics.values().get(MetricNames.CHANGE)),
        metrics.value(MetricNames.FIDELITY_JSD),
        metrics.value(MetricNames.FIDELITY_TOP1),
        metrics.value(MetricNames.TOKENS),
        metrics.value(MetricNames.FLOPS_SAVED),
        metrics.value(MetricNames.F1),
        metrics.value(MetricNames.WRONG_YES),
        note(metrics.pruner(), perImage));
  }

  private static String note(String pruner, Set<String> perImage) {
    Optional<String> note = PrunerNotes.of(pruner);
    if (!perImage.contains(pruner)) {
      return note.orElse(null);
    }
    return note.map(known -> known + " ").orElse("") + PrunerNotes.PER_IMAGE;
  }

  private static List<Double> interval(MetricValue metric) {
    return metric == null ? null : List.of(metric.low(), metric.high());
  }
}
