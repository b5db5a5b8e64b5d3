package org.tokenquarry.jobs.verify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.ModelSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.model.DevicePreference;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.proof.BundleProof;
import org.tokenquarry.proof.Check;

/**
 * Checks a bundle where it will be used.
 *
 * <p>Input: a model bundle. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry verify-bundle /models/llava-1.5-7b}</pre>
 *
 * <p>Failure modes: the bundle is damaged or its parts do not fit, the device cannot be used, a
 * check fails ({@link UserException}, one problem a check).
 */
public final class VerifyBundleJob implements Job<VerifyBundleSummary> {

  @Override
  public VerifyBundleSummary run(JobContext context) {
    ModelSettings model = context.settings().model();
    int tasks = context.settings().verify().tasks();
    try (ProofProgress checks = new ProofProgress(context.progress())) {
      return summary(model.location(), tasks == 0 ? here(model, checks) : inTasks(context, tasks));
    }
  }

  /** Checks in this process, without Spark. */
  private static List<PlacedProof> here(ModelSettings model, ProofProgress checks) {
    BundleProof proof = BundleProof.of(model.location(), TaskDevice.alone(model.device()), checks);
    return List.of(new PlacedProof(host(), proof));
  }

  /** Checks in tasks, each on the device that Spark gives it. Executors must reach the location. */
  private static List<PlacedProof> inTasks(JobContext context, int tasks) {
    String bundle = context.settings().model().location();
    DevicePreference device = context.settings().model().device();
    JavaSparkContext spark = new JavaSparkContext(context.spark().sparkContext());
    return context
        .modelTasks()
        .sized(spark.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks))
        .map(task -> new PlacedProof(host(), BundleProof.of(bundle, TaskDevice.current(device))))
        .collect();
  }

  private static VerifyBundleSummary summary(String location, List<PlacedProof> proofs) {
    List<Problem> problems =
        proofs.stream()
            .flatMap(
                placed ->
                    placed.proof().checks().stream()
                        .filter(check -> !check.good())
                        .map(check -> problem(location, placed, check)))
            .distinct()
            .toList();
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return VerifyBundleSummary.of(location, proofs);
  }

  private static Problem problem(String location, PlacedProof placed, Check check) {
    String difference =
        check.difference() == null
            ? check.detail()
            : String.format(
                Locale.ROOT,
                "the largest difference is %.3g where %.3g is allowed (%s)",
                check.difference(),
                check.allowed(),
                check.detail());
    return new Problem(
        "bundle-unproved",
        "The model bundle "
            + location
            + " failed the check "
            + check.name()
            + " on "
            + placed.place()
            + ": "
            + difference
            + ".",
        remedy(placed, check.name()));
  }

  private static String remedy(PlacedProof placed, String check) {
    if (check.endsWith("determinism")) {
      return "Look for kernels that are not deterministic on this device, or for faulty memory.";
    }
    boolean onGpu = !placed.proof().device().equals(ModelDevice.CPU.toString());
    return onGpu && check.startsWith("golden")
        ? "Prove it on a CPU too: if that passes, look at this device and its libraries, else"
            + " export the bundle again."
        : "Export the bundle again, all of it from one checkpoint.";
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // A machine without a name of its own.
    }
  }
}
