package org.tokenquarry.jobs.report;

import java.util.List;
import org.tokenquarry.error.Problem;
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
 * @param refusals why publication was just refused, for the page; empty where it was not
 * @param experiment the settings of the experiments
 * @param batching how many of them go through the decoder at once
 * @param thresholds those that decided, for the page
 */
public record ReportOptions(
    String model,
    DevicePreference device,
    ImageLimits limits,
    ReportSettings page,
    List<Problem> refusals,
    ExperimentSettings experiment,
    Batching batching,
    List<Threshold> thresholds) {

  /** Copies the lists. */
  public ReportOptions {
    refusals = List.copyOf(refusals);
    thresholds = List.copyOf(thresholds);
  }
}
