package org.tokenquarry.jobs.plan;

import java.util.List;
import org.tokenquarry.jobs.config.EvaluateSettings;
import org.tokenquarry.jobs.config.PlanSettings;

/**
 * What {@code evaluate} would cost: the work of the model. Choosing the tokens and timing prompts
 * come on top.
 *
 * @param questions that are asked
 * @param images that they are about
 * @param choices of tokens that each question is asked with: all tokens, and those of each pruner
 *     at each budget
 * @param stages what each stage costs for one image
 * @param gflop operations for all images in 10^9
 * @param gflopsPerSecond 10^9 operations a second of one slot, the mean over the work
 * @param hours of all slots together
 * @param rows that come to the driver: one for each image and choice, if the questions are of one
 *     set
 */
public record EvaluatePlan(
    long questions,
    long images,
    int choices,
    List<StageCost> stages,
    double gflop,
    double gflopsPerSecond,
    double hours,
    long rows) {

  /** Copies the list. */
  public EvaluatePlan {
    stages = List.copyOf(stages);
  }

  static EvaluatePlan of(
      ModelShape model,
      EvaluateSettings settings,
      PlanSettings.Questions asked,
      StageRates rates,
      int slots) {
    QuestionCost cost = new QuestionCost(model, settings, asked);
    List<TimedStage> timed = cost.stages();
    List<StageCost> stages =
        timed.stream().map(TimedStage::stage).filter(stage -> stage.gflop() > 0).toList();
    double gflop = stages.stream().mapToDouble(StageCost::gflop).sum() * asked.images();
    double seconds = rates.seconds(timed, settings.batching()) * asked.images();
    return new EvaluatePlan(
        asked.count(),
        asked.images(),
        cost.choices(),
        stages,
        gflop,
        gflop / seconds,
        Hours.of(seconds, slots),
        asked.images() * cost.choices());
  }
}
