package org.tokenquarry.jobs.report;

import java.util.List;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.jobs.config.ReportSettings;
import org.tokenquarry.jobs.report.page.ReportModel.Threshold;
import org.tokenquarry.model.DevicePreference;

/**
 * What the report shows.
 *
 * @param model location of the bundle
 * @param device where the model runs
 * @param limits what is too much for one image
 * @param page what the page holds, and where it is written, on any file system that Spark can reach
 * @param experiment the settings of the experiments
 * @param batching how many of them go through the decoder at once
 * @param thresholds those that decided, for the page
 */
public record ReportOptions(
    String model,
    DevicePreference device,
    ImageLimits limits,
    ReportSettings page,
    ExperimentSettings experiment,
    Batching batching,
    List<Threshold> thresholds) {

  /** Copies the list. */
  public ReportOptions {
    thresholds = List.copyOf(thresholds);
  }
}
