package org.tokenquarry.jobs.report;

import java.util.List;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.jobs.report.page.ReportModel.Threshold;
import org.tokenquarry.model.DevicePreference;

/**
 * What the report shows.
 *
 * @param model location of the bundle
 * @param device where the model runs
 * @param limits what is too much for one image
 * @param file the page to be written, on any file system that Spark can reach
 * @param images how many images are shown with their tokens
 * @param prototypes how many prototypes are shown at most
 * @param keep budget of the overlays, in (0, 1)
 * @param weights weight of the region's and of the global divergence
 * @param thresholds the settings that decided
 * @param producer version of the software
 */
public record ReportOptions(
    String model,
    DevicePreference device,
    ImageLimits limits,
    String file,
    int images,
    int prototypes,
    double keep,
    Weights weights,
    List<Threshold> thresholds,
    String producer) {

  /** Copies the list. */
  public ReportOptions {
    thresholds = List.copyOf(thresholds);
  }

  /**
   * How divergences are added.
   *
   * @param region weight of the region's
   * @param global weight of the global one
   * @param maxTop1Probability threshold of the top-1 probability
   * @param maxDivergence threshold of the sum
   */
  public record Weights(
      double region, double global, double maxTop1Probability, double maxDivergence) {}
}
