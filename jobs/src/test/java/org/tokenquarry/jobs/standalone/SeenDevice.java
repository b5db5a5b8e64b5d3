package org.tokenquarry.jobs.standalone;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.model.DevicePreference;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TaskDevice;

/**
 * What a task knows about its device.
 *
 * @param executor where the task ran
 * @param addresses the addresses of Spark's resource {@code gpu} that the task has
 * @param auto the device of the preference {@code auto}
 * @param cpu the device of the preference {@code cpu}
 */
record SeenDevice(String executor, List<String> addresses, String auto, String cpu)
    implements Serializable {

  /** Called in a task of a barrier stage: waits until all tasks run, so that all have devices. */
  static SeenDevice amongOthers() {
    BarrierTaskContext task = BarrierTaskContext.get();
    task.barrier();
    return new SeenDevice(
        SparkEnv.get().executorId(),
        List.of(task.resourcesJMap().get("gpu").addresses()),
        TaskDevice.current(DevicePreference.AUTO).toString(),
        TaskDevice.current(DevicePreference.CPU).toString());
  }

  /** The first address. */
  String address() {
    return addresses.get(0);
  }

  /** Loads a model on the task's device. Returns that device, or why it was refused. */
  static String ofModel(String bundle, DevicePreference preference) {
    try {
      ModelDevice device = TaskDevice.current(preference);
      return ModelCache.shared().acquire(bundle, device).device().toString();
    } catch (UserException refused) {
      Problem problem = refused.problems().get(0);
      return problem.code() + ": " + problem.cause();
    }
  }
}
