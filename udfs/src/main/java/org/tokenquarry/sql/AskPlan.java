package org.tokenquarry.sql;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.model.DevicePreference;

/**
 * What executors need to know to compare pruners.
 *
 * @param model location of the bundle
 * @param device where the model runs
 * @param limits what was too much for one image when it was ingested
 * @param keeps shares of the visual tokens that are kept, each in (0, 1)
 * @param pruners who chooses them
 */
public record AskPlan(
    String model,
    DevicePreference device,
    ImageLimits limits,
    List<Double> keeps,
    Broadcast<PrunerPlan> pruners)
    implements Serializable {

  /** Copies the list. */
  public AskPlan {
    keeps = List.copyOf(keeps);
  }
}
