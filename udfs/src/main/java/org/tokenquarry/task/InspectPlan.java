package org.tokenquarry.task;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.model.DevicePreference;

/**
 * What executors need to know to show what a codebook does to images.
 *
 * @param model location of the bundle
 * @param device where the model runs
 * @param limits what is too much for one image
 * @param pruners who chooses tokens
 * @param keep share of the visual tokens that is kept, in (0, 1)
 */
public record InspectPlan(
    String model,
    DevicePreference device,
    ImageLimits limits,
    Broadcast<PrunerPlan> pruners,
    double keep)
    implements Serializable {}
