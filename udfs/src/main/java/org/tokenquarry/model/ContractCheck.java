package org.tokenquarry.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.image.RgbImage;

/**
 * Runs every method of a model once, on a black image and one token, and compares the shapes of the
 * results with the manifest. Digests alone do not show that the parts of a bundle belong together.
 */
final class ContractCheck {

  /** TorchScript writes this before the reason, after its traces. */
  private static final String RAISED = "RuntimeError: ";

  private final String location;
  private final List<Problem> problems = new ArrayList<>();

  private ContractCheck(String location) {
    this.location = location;
  }

  /**
   * Checks a model.
   *
   * @throws UserException with the code {@code bundle-invalid}; it names every deviation
   */
  static void verify(LoadedModel model, String location) {
    ContractCheck check = new ContractCheck(location);
    try (NDManager scope = model.newScope()) {
      check.vision(model, scope);
      check.decoder(model, scope);
    } catch (EngineException | IndexOutOfBoundsException e) {
      throw new UserException(check.problem(reason(e)));
    }
    if (!check.problems.isEmpty()) {
      throw new UserException(check.problems);
    }
  }

  private void vision(LoadedModel model, NDManager scope) {
    BundleManifest manifest = model.manifest();
    long count = manifest.grid().size();
    List<Pixels> black = model.vision().squares(new float[manifest.pixelCount()]);
    VisionOutput output = model.vision().encode(scope, black);
    expect("visual tokens of vision.pt", output.tokens(), 1, count, manifest.rowWidth());
    expect("cosines of vision.pt", output.clsCosine(), 1, count);
    VisionFeatures features = model.vision().features(scope, black);
    expect("features of vision.pt", features.features(), 1, count, manifest.vision().width());
    expect("attention of vision.pt", features.clsAttention(), 1, count);
    if (manifest.keepsShape()) {
      int side = manifest.preprocessing().resize().size();
      Pixels wide =
          new Pixels(new float[RgbImage.CHANNELS * 2 * side * 3 * side], 2 * side, 3 * side);
      NDArray tokens = model.vision().encode(scope, List.of(wide)).tokens();
      expect("visual tokens of another shape", tokens, 1, 2 * 3, manifest.rowWidth());
    }
  }

  private void decoder(LoadedModel model, NDManager scope) {
    BundleManifest manifest = model.manifest();
    LanguageDecoder decoder = model.decoder();
    NDArray embedded = decoder.embed(scope, new long[] {manifest.padId()});
    expect("embeddings of decoder.pt", embedded, 1, manifest.rowWidth());
    NDArray input = embedded.expandDims(0);
    KvCache cache = decoder.prefill(scope, input, decoder.empty(scope));
    long[] cached = {manifest.layers(), 1, manifest.kvHeads(), 1, manifest.headDim()};
    expectShape("keys of decoder.pt", cache.keys(), cached);
    expectShape("values of decoder.pt", cache.values(), cached);
    DecoderOutput output = decoder.forward(scope, input, cache);
    expect("logits of decoder.pt", output.logits(), 1, manifest.vocabulary());
    NDArray last = decoder.lastLogits(scope, input, cache);
    expect("last logits of decoder.pt", last, 1, manifest.vocabulary());
    PromptPositions.of(manifest)
        .map(positions -> DecoderInput.at(scope, input, positions.visual(new int[] {0})))
        .map(placed -> decoder.lastLogits(scope, placed, cache))
        .ifPresent(placed -> expect("last logits at positions", placed, 1, manifest.vocabulary()));
  }

  private void expect(String what, NDArray found, long... shape) {
    expectShape(what, found, shape);
    if (found.getDataType() != DataType.FLOAT32) {
      problems.add(problem("the " + what + " are " + found.getDataType() + ", not float32"));
    }
  }

  private void expectShape(String what, NDArray found, long... shape) {
    Shape expected = new Shape(shape);
    if (!found.getShape().equals(expected)) {
      problems.add(
          problem(
              "the " + what + " are " + found.getShape() + " where the manifest says " + expected));
    }
  }

  private Problem problem(String deviation) {
    return BundleErrors.modulesDoNotFit(location, deviation);
  }

  /** The line with the reason, from an engine's message with native and TorchScript traces. */
  static String reason(RuntimeException failure) {
    List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
    String reason =
        lines.stream()
            .filter(line -> line.startsWith(RAISED))
            .map(line -> line.substring(RAISED.length()))
            .findFirst()
            .orElse(lines.isEmpty() ? "no reason given" : lines.get(0));
    return reason.strip().replaceFirst("\\.$", "");
  }
}
