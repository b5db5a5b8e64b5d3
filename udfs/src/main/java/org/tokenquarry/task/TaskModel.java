package org.tokenquarry.task;

import java.io.Serializable;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.model.DevicePreference;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.TaskDevice;

/**
 * The model that a function of executors works with. It travels to the executors; each task opens
 * it there.
 *
 * @param location of the bundle, see {@link org.tokenquarry.model.ModelBundle#open}
 * @param device where the model runs
 * @param limits what one image may cost; for images that were ingested, the limits of the ingestion
 */
public record TaskModel(String location, DevicePreference device, ImageLimits limits)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Opens the model in the thread of a task. The first task of an executor loads it, the others
   * share it, and it is closed when the executor ends. A GPU that local mode lends to the task is
   * given back when the task ends.
   *
   * @throws org.tokenquarry.error.UserException see {@link ModelCache#acquire} and {@link
   *     TaskDevice#current}
   */
  public OpenedModel open() {
    LoadedModel loaded = ModelCache.shared().acquire(location, TaskDevice.current(device));
    return new OpenedModel(loaded, limits, new Preprocessor(loaded.manifest().preprocessing()));
  }
}
