package org.tokenquarry.jobs.verify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.model.DevicePreference;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.proof.BundleProof;
import org.tokenquarry.proof.Check;

/**
 * Proves a bundle where it will be used.
 *
 * <p>Input: a model bundle. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry verify-bundle /models/llava-1.5-7b}</pre>
 *
 * <p>Failure modes: the bundle is damaged or its parts do not fit, the device cannot be used, a
 * check fails ({@link UserException}, one problem a check).
 */
public final class VerifyBundleJob {

  private final String location;
  private final DevicePreference device;

  /**
   * Plans a proof.
   *
   * @param location of the bundle; for tasks one that every machine reaches
   * @param device where it may compute
   */
  public VerifyBundleJob(String location, DevicePreference device) {
    this.location = location;
    this.device = device;
  }

  /** Proves in this process, without Spark. */
  public VerifyBundleSummary here() {
    BundleProof proof = BundleProof.of(location, TaskDevice.alone(device));
    return summary(List.of(new PlacedProof(host(), proof)));
  }

  /**
   * Proves in tasks, each on the device that Spark gives it.
   *
   * @param tasks at least 1; as many as there are executors, so that each may have one
   */
  public VerifyBundleSummary inTasks(Supplier<SparkSession> session, int tasks) {
    String bundle = location;
    DevicePreference preference = device;
    JavaSparkContext spark = new JavaSparkContext(session.get().sparkContext());
    return summary(
        spark
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
            .map(
                task ->
                    new PlacedProof(host(), BundleProof.of(bundle, TaskDevice.current(preference))))
            .collect());
  }

  private VerifyBundleSummary summary(List<PlacedProof> proofs) {
    List<Problem> problems =
        proofs.stream()
            .flatMap(
                placed ->
                    placed.proof().checks().stream()
                        .filter(check -> !check.good())
                        .map(check -> problem(placed, check)))
            .distinct()
            .toList();
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return VerifyBundleSummary.of(location, proofs);
  }

  private Problem problem(PlacedProof placed, Check check) {
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
