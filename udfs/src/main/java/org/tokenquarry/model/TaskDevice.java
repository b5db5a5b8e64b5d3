package org.tokenquarry.model;

import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.tokenquarry.error.UserException;

/** The device of a Spark task, from the resources that Spark gave it. */
public final class TaskDevice {

  private static final String RESOURCE = "gpu";

  private TaskDevice() {}

  /**
   * The device of the task that runs in this thread; outside of tasks that of a task without
   * resources.
   *
   * @throws UserException see {@link #choose}
   */
  public static ModelDevice current(DevicePreference preference) {
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(RESOURCE);
    return choose(preference, gpus == null ? List.of() : List.of(gpus.addresses()));
  }

  /**
   * The device of a process that runs without Spark's resources: the first GPU that the engine sees
   * where the preference allows one.
   */
  public static ModelDevice alone(DevicePreference preference) {
    return switch (preference) {
      case CPU -> ModelDevice.CPU;
      case GPU -> ModelDevice.gpu(0);
      case AUTO -> NativeRuntime.engine().getGpuCount() > 0 ? ModelDevice.gpu(0) : ModelDevice.CPU;
    };
  }

  /**
   * Chooses by preference; of several GPUs the first is taken.
   *
   * @param addresses what Spark's {@code gpu} resource lists for the task, possibly nothing
   * @throws UserException with the code {@code device-unavailable} if a GPU is asked for and there
   *     is none, {@code device-unknown} if its address is not a number
   */
  public static ModelDevice choose(DevicePreference preference, List<String> addresses) {
    if (preference == DevicePreference.CPU) {
      return ModelDevice.CPU;
    }
    if (!addresses.isEmpty()) {
      return ModelDevice.gpu(index(addresses.get(0)));
    }
    if (preference == DevicePreference.GPU) {
      throw new UserException(
          "device-unavailable",
          "The settings ask for a GPU, but Spark gave the task none.",
          "Set spark.executor.resource.gpu.amount and spark.task.resource.gpu.amount, or choose"
              + " the device cpu or auto.");
    }
    return ModelDevice.CPU;
  }

  private static int index(String address) {
    String digits = address.strip();
    if (!digits.matches("\\d{1,4}")) {
      throw new UserException(
          "device-unknown",
          "Spark's gpu resource lists the address \"" + address + "\", which is no number.",
          "Let the discovery script print GPU numbers, as Spark's getGpusResources.sh does.");
    }
    return Integer.parseInt(digits);
  }
}
