package org.tokenquarry.model;

import org.tokenquarry.error.UserException;

/** Why a device cannot be used: code, sentence and remedy of each case. */
final class DeviceErrors {

  private static final String UNAVAILABLE = "device-unavailable";
  private static final String UNKNOWN = "device-unknown";

  private DeviceErrors() {}

  static UserException noGpuOnMachine() {
    return new UserException(
        UNAVAILABLE,
        "The settings ask for a GPU, but PyTorch sees none on this machine.",
        "Choose the device cpu or auto; where nvidia-smi lists a GPU, PyTorch needs a libtorch"
            + " with CUDA (docs/cluster.md).");
  }

  static UserException noGpuForTask() {
    return new UserException(
        UNAVAILABLE,
        "The settings ask for a GPU, but Spark gave the task none.",
        "Set spark.executor.resource.gpu.amount and executors.tasksPerGpu (or, for all tasks,"
            + " spark.task.resource.gpu.amount), or choose the device cpu or auto.");
  }

  static UserException noCudaLibraries(ModelDevice gpu, String torch) {
    return new UserException(
        UNAVAILABLE,
        "The task has the GPU " + gpu.index() + ", but PyTorch's CPU libraries are loaded.",
        "Install the CUDA libraries of PyTorch "
            + torch
            + " on the node, or choose the device cpu.");
  }

  static UserException gpuNotSeen(ModelDevice gpu, int seen) {
    return new UserException(
        UNAVAILABLE,
        "The task has the GPU " + gpu.index() + ", but this process sees " + seen + ".",
        "Compare the addresses of Spark's gpu resource with CUDA_VISIBLE_DEVICES.");
  }

  static UserException unknownWord(String word) {
    return new UserException(
        UNKNOWN, "There is no device called " + word + ".", "Choose auto, cpu or gpu.");
  }

  static UserException addressNotNumber(String address) {
    return new UserException(
        UNKNOWN,
        "Spark's gpu resource lists the address \"" + address + "\", which is no number.",
        "Let the discovery script print GPU numbers, as Spark's getGpusResources.sh does.");
  }
}
