package org.tokenquarry.task;

import java.io.Serializable;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.model.DevicePreference;

/**
 * What executors need to know to run the experiments. Only {@code model} and {@code settings}
 * influence results.
 *
 * @param model location of the bundle
 * @param device where the model runs
 * @param settings the experiments
 * @param limits what is too much for one image
 * @param engine how the experiments are run
 * @param batching influences speed, not results
 */
public record ExaminePlan(
    String model,
    DevicePreference device,
    ExperimentSettings settings,
    ImageLimits limits,
    EngineKind engine,
    Batching batching)
    implements Serializable {}
