package org.tokenquarry.model;

import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.tokenquarry.error.UserException;

/** The device of a Spark task, from the resources that Spark gave it. */
public final class TaskDevice {

  private static final String RESOURCE = "gpu";
  private static final String DRIVER = "driver";

  /** The leases of this process; only local mode needs them. */
  private static final GpuLeases LEASES = new GpuLeases();

  private TaskDevice() {}

  /**
   * The device of the task that runs in this thread. Spark's local mode does not assign GPUs; where
   * a GPU is asked for, its tasks share the GPUs that the engine sees. Outside tasks this is the
   * first GPU.
   *
   * @throws UserException see {@link #choose} and {@link #shared}
   */
  public static ModelDevice current(DevicePreference preference) {
    TaskContext task = TaskContext.get();
    if (preference == DevicePreference.GPU && isLocal()) {
      return task == null ? ModelDevice.gpu(0) : shared(task);
    }
    ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(RESOURCE);
    return choose(preference, gpus == null ? List.of() : List.of(gpus.addresses()));
  }

  /** In local mode the driver is the only executor. */
  private static boolean isLocal() {
    SparkEnv environment = SparkEnv.get();
    return environment == null || environment.executorId().equals(DRIVER);
  }

  private static ModelDevice shared(TaskContext task) {
    task.addTaskCompletionListener((TaskContext ended) -> LEASES.release(ended.taskAttemptId()));
    return shared(LEASES, task.taskAttemptId(), NativeRuntime.engine().getGpuCount());
  }

  /**
   * Chooses one of this machine's GPUs for a task of the local mode.
   *
   * @param task id of the task attempt
   * @param gpus how many GPUs the engine sees
   * @throws UserException with the code {@code device-unavailable} if it sees no GPU
   */
  static ModelDevice shared(GpuLeases leases, long task, int gpus) {
    if (gpus == 0) {
      throw DeviceErrors.noGpuOnMachine();
    }
    return ModelDevice.gpu(leases.lease(task, gpus));
  }

  /**
   * The device of a process without Spark's resources: the first GPU that the engine sees, where
   * the preference allows a GPU.
   */
  public static ModelDevice alone(DevicePreference preference) {
    return switch (preference) {
      case CPU -> ModelDevice.CPU;
      case GPU -> ModelDevice.gpu(0);
      case AUTO -> NativeRuntime.engine().getGpuCount() > 0 ? ModelDevice.gpu(0) : ModelDevice.CPU;
    };
  }

  /**
   * Chooses a device by preference; of several GPUs the first.
   *
   * @param addresses of GPUs that Spark gave the task, possibly none
   * @throws UserException with the code {@code device-unavailable} if a GPU is asked for and there
   *     is none; {@code device-unknown} if its address is not a number
   */
  public static ModelDevice choose(DevicePreference preference, List<String> addresses) {
    if (preference == DevicePreference.CPU) {
      return ModelDevice.CPU;
    }
    if (!addresses.isEmpty()) {
      return ModelDevice.gpu(index(addresses.get(0)));
    }
    if (preference == DevicePreference.GPU) {
      throw DeviceErrors.noGpuForTask();
    }
    return ModelDevice.CPU;
  }

  private static int index(String address) {
    String digits = address.strip();
    if (!digits.matches("\\d{1,4}")) {
      throw DeviceErrors.addressNotNumber(address);
    }
    return Integer.parseInt(digits);
  }
}
