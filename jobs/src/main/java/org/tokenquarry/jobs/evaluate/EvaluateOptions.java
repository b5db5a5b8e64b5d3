package org.tokenquarry.jobs.evaluate;

import java.util.List;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.model.DevicePreference;

/**
 * How a codebook is judged.
 *
 * @param model location of the bundle
 * @param device where the model runs
 * @param limits what was too much for one image when it was ingested
 * @param questions location of a JSON Lines file: image or imageId, question, answers, and
 *     optionally set and type
 * @param keeps shares of the visual tokens that are kept, each in (0, 1)
 * @param pruners names of the pruners that are compared
 * @param seeds of the random pruner; its figures are means over them
 * @param resamples of the bootstrap over images
 * @param imagesPerTask images of one Spark task
 */
public record EvaluateOptions(
    String model,
    DevicePreference device,
    ImageLimits limits,
    String questions,
    List<Double> keeps,
    List<String> pruners,
    List<Long> seeds,
    int resamples,
    int imagesPerTask) {

  /** Copies the lists. */
  public EvaluateOptions {
    keeps = List.copyOf(keeps);
    pruners = List.copyOf(pruners);
    seeds = List.copyOf(seeds);
  }
}
