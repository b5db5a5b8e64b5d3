package org.tokenquarry.jobs.evaluate;

import java.util.List;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.model.DevicePreference;

/**
 * How a codebook is judged.
 *
 * @param model location of the bundle
 * @param device where the model runs
 * @param limits what was too much for one image when it was ingested
 * @param questions location of a file of questions, JSON Lines or Parquet
 * @param scoring how answers are judged to questions that say nothing else
 * @param maxAnswerTokens how long an answer may become where it is read as text
 * @param keeps shares of the visual tokens that are kept, each in (0, 1)
 * @param positions how tokens are numbered that are left
 * @param pruners names of the pruners that are compared, or {@code all}
 * @param reference the pruner that differences are to
 * @param seeds of the random pruner; its figures are means over them
 * @param calibrationImages mined images that FitPrune is calibrated on
 * @param resamples of the bootstrap over images
 * @param batching how many sequences go through the decoder at once
 * @param imagesPerTask images of one Spark task
 */
public record EvaluateOptions(
    String model,
    DevicePreference device,
    ImageLimits limits,
    String questions,
    Scoring scoring,
    int maxAnswerTokens,
    List<Double> keeps,
    Positions positions,
    List<String> pruners,
    String reference,
    List<Long> seeds,
    int calibrationImages,
    int resamples,
    Batching batching,
    int imagesPerTask) {

  /** Copies the lists. */
  public EvaluateOptions {
    keeps = List.copyOf(keeps);
    pruners = List.copyOf(pruners);
    seeds = List.copyOf(seeds);
  }
}
