package org.tokenquarry.jobs.doctor;

import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.NativeLibraries;
import org.tokenquarry.model.TaskDevice;

/** PyTorch's libraries, and the device. */
final class NativeCheck implements Check {

  @Override
  public String name() {
    return "native";
  }

  @Override
  public Finding look(JobContext context) {
    ModelDevice device = TaskDevice.alone(context.settings().model().device());
    return Finding.ok(
        "PyTorch %s is loaded and computes on %s.".formatted(NativeLibraries.load(device), device));
  }
}
