package org.tokenquarry.jobs.mine;

import java.io.Serializable;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.image.ImageLimits;

/**
 * What executors need to know to mine. Only {@code model} and {@code settings} influence results.
 *
 * @param model location of the bundle
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 * @param settings the experiments
 * @param limits what is too much for one image
 * @param engine how the experiments are run
 * @param batchSize most sequences in one call of the decoder
 * @param imagesPerTask images of one Spark task; small tasks spread and show progress, large ones cost less
 * @param imagesPerCommit images between two commits; what a crash costs at most
 */
public record MineOptions(
    String model,
    String device,
    ExperimentSettings settings,
    ImageLimits limits,
    EngineKind engine,
    int batchSize,
    int imagesPerTask,
    int imagesPerCommit)
    implements Serializable {}
