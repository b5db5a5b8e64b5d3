package org.tokenquarry.jobs.evaluate;

import java.util.List;
import org.tokenquarry.jobs.table.FigureNames;

/**
 * What one pruner reached at one budget, as it is told on standard output. Intervals are 95 %, by
 * bootstrap over images. Null is what does not exist: scores without answers, a ratio to nothing.
 *
 * @param pruner its name; those that use the codebook begin with {@code codebook}
 * @param keep share of the visual tokens that was kept
 * @param accuracy mean score of the answers
 * @param relative accuracy over the unpruned model's, 1 = equal
 * @param ci lower and upper end of the accuracy's interval
 * @param low lower end
 * @param high upper end
 * @param difference accuracy less the reference pruner's
 * @param differenceCi its interval, over the same draws of images
 * @param fidelityJsd Jensen-Shannon divergence of the first token from the full input's, nats
 * @param fidelityTop1 share of questions with the same most probable first token
 * @param flopsSaved share of the decoder's operations saved for the prompt
 * @param f1 of the answer yes, where there are yes-or-no questions
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
    Double fidelityJsd,
    Double fidelityTop1,
    Double flopsSaved,
    Double f1) {

  static EvaluationRow of(PrunerFigures figures) {
    Figure accuracy = figures.figures().get(FigureNames.ACCURACY);
    return new EvaluationRow(
        figures.pruner(),
        figures.keep(),
        figures.value(FigureNames.ACCURACY),
        figures.value(FigureNames.RELATIVE),
        interval(accuracy),
        accuracy == null ? null : (Double) accuracy.low(),
        accuracy == null ? null : (Double) accuracy.high(),
        figures.value(FigureNames.DIFFERENCE),
        interval(figures.figures().get(FigureNames.DIFFERENCE)),
        figures.value(FigureNames.FIDELITY_JSD),
        figures.value(FigureNames.FIDELITY_TOP1),
        figures.value(FigureNames.FLOPS_SAVED),
        figures.value(FigureNames.F1));
  }

  private static List<Double> interval(Figure figure) {
    return figure == null ? null : List.of(figure.low(), figure.high());
  }
}
