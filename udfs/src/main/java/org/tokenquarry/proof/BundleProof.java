package org.tokenquarry.proof;

import ai.djl.engine.EngineException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;

/**
 * The result of proving a bundle on one device.
 *
 * @param device that computed, such as {@code gpu:0}
 * @param checks in the order in which they were made
 */
public record BundleProof(String device, List<Check> checks) implements Serializable {

  /** Copies the list. */
  public BundleProof {
    checks = List.copyOf(checks);
  }

  /** {@link #of(String, ModelDevice, Consumer)} where nobody waits. */
  public static BundleProof of(String location, ModelDevice device) {
    return of(location, device, step -> {});
  }

  /**
   * Proves a bundle: digests, contract, determinism, agreement of its methods, and golden numbers
   * where it has them. Leaves nothing in native memory. A process runs one proof at a time, because
   * each loads the model anew.
   *
   * @param location see {@link ModelBundle#open}
   * @param begun is told what is checked next, in words
   * @throws org.tokenquarry.error.UserException if files differ from their digests, if shapes are
   *     not those of the manifest, or if the engine cannot use the device; nothing else can be
   *     checked then
   */
  public static synchronized BundleProof of(
      String location, ModelDevice device, Consumer<String> begun) {
    List<Check> checks = new ArrayList<>();
    begun.accept("digests of the files");
    ModelBundle bundle = ModelBundle.open(location);
    int files = bundle.manifest().files().size();
    checks.add(Check.passed("digests", files + " files are those that the manifest names"));
    Optional<GoldenNumbers> golden = GoldenNumbers.of(bundle);
    begun.accept("shapes of every method");
    try (LoadedModel model = LoadedModel.open(bundle, device)) {
      checks.add(Check.passed("contract", "every method gives the shapes of the manifest"));
      checks.addAll(SelfChecks.of(model, golden, begun));
      checks.addAll(
          golden
              .map(numbers -> GoldenChecks.of(model, numbers, begun))
              .orElseGet(BundleProof::withoutGolden));
    } catch (EngineException e) {
      // A method failed on inputs that the contract allows.
      checks.add(Check.failed("engine", firstLine(e)));
    }
    return new BundleProof(device.toString(), checks);
  }

  private static List<Check> withoutGolden() {
    return List.of(
        Check.absent(
            "golden",
            "the bundle has no golden.json: that its numbers are those of the checkpoint is not"
                + " proved"));
  }

  private static String firstLine(EngineException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** Says whether no check failed. */
  public boolean good() {
    return checks.stream().allMatch(Check::good);
  }
}
