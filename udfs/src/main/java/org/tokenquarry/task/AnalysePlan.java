package org.tokenquarry.task;

import java.io.Serializable;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.model.DevicePreference;

/**
 * What executors need to know to analyse tokens.
 *
 * @param model location of the bundle
 * @param device where the model runs
 * @param limits what is too much for one image
 * @param settings of the experiments; thresholds are not looked at
 * @param batching how many sequences go through the decoder at once
 * @param tokens of an image that are analysed at most
 */
public record AnalysePlan(
    String model,
    DevicePreference device,
    ImageLimits limits,
    ExperimentSettings settings,
    Batching batching,
    int tokens)
    implements Serializable {}
