package org.tokenquarry.proof;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.ImageFeatures;

/** Compares a model with the numbers that eager torch computed when the bundle was exported. */
final class GoldenChecks {

  private final LoadedModel model;
  private final GoldenNumbers golden;
  private final Consumer<String> begun;
  private final List<Check> checks = new ArrayList<>();

  private GoldenChecks(LoadedModel model, GoldenNumbers golden, Consumer<String> begun) {
    this.model = model;
    this.golden = golden;
    this.begun = begun;
  }

  /**
   * Checks a model.
   *
   * @param begun is told what is checked next
   */
  static List<Check> of(LoadedModel model, GoldenNumbers golden, Consumer<String> begun) {
    return new GoldenChecks(model, golden, begun).run();
  }

  private List<Check> run() {
    begun.accept("golden numbers of the vision tower");
    float[] pixels = ProofPixels.of(golden.pixelsSeed(), model.manifest().pixelCount());
    ImageFeatures image = model.vision().imageFeatures(new float[][] {pixels}).get(0);
    GoldenNumbers.VisionTensors vision = golden.vision();
    float[] tokens = image.tokens().rows().values();
    compare("vision.visualTokens", vision.visualTokens(), tokens);
    compare("vision.clsCosine", vision.clsCosine(), image.tokens().clsCosine());
    compare("vision.vitFeatures", vision.vitFeatures(), image.features().values());
    compare("vision.clsAttention", vision.clsAttention(), image.clsAttention());
    newline();
    PromptSequences sequences = new PromptSequences(model, image.tokens().rows());
    for (GoldenNumbers.Case each : golden.cases()) {
      begun.accept("golden numbers of " + each.name());
      decoded(each, sequences);
    }
    return checks;
  }

  private void newline() {
    if (golden.newline() == null) {
      return;
    }
    if (!model.decoder().hasNewline()) {
      checks.add(Check.failed("golden.newline", "decoder.pt has no newline()"));
      return;
    }
    try (NDManager scope = model.newScope()) {
      compare("newline", golden.newline(), model.decoder().newline(scope).toFloatArray());
    }
  }

  private void decoded(GoldenNumbers.Case expected, PromptSequences sequences) {
    int count = model.manifest().grid().size();
    if (expected.visual().stream()
        .anyMatch(token -> token < PromptSequences.PAD || token >= count)) {
      checks.add(
          Check.failed("golden." + expected.name(), "names a visual token beyond the " + count));
      return;
    }
    int length = sequences.length(expected.visual());
    if (length != expected.length()) {
      checks.add(
          Check.failed(
              "golden." + expected.name(),
              "the prompt makes " + length + " positions of it, not " + expected.length()));
      return;
    }
    List<Integer> places = expected.places() == null ? expected.visual() : expected.places();
    if (places.size() != expected.visual().size()) {
      checks.add(
          Check.failed(
              "golden." + expected.name(),
              "names " + places.size() + " places of " + expected.visual().size() + " tokens"));
      return;
    }
    float[] logits = sequences.logits(expected.visual(), places);
    compare(expected.name(), expected.logits(), logits);
    checks.add(answer(expected, logits));
  }

  /** Two ids whose logits differ by less than the tolerance may change places. */
  private Check answer(GoldenNumbers.Case expected, float[] logits) {
    String name = "golden." + expected.name() + ".argmax";
    if (expected.argmax() < 0 || expected.argmax() >= logits.length) {
      return Check.failed(name, "names the id " + expected.argmax() + " of no token");
    }
    double difference = Difference.of(logits[expected.argmax()], expected.maximum());
    double excess = 0;
    for (float logit : logits) {
      if (logit > expected.maximum() || Float.isNaN(logit)) {
        excess = Math.max(excess, Difference.of(logit, expected.maximum()));
      }
    }
    return Check.compared(
        name,
        Math.max(difference, excess),
        golden.tolerance(),
        "the answer begins with token " + expected.argmax());
  }

  private void compare(String name, GoldenTensor expected, float[] found) {
    if (expected == null) {
      return;
    }
    int values = expected.first().size();
    checks.add(
        Check.compared(
            "golden." + name,
            expected.difference(found),
            golden.tolerance(),
            "the first " + values + " of " + found.length + " values and their mean"));
  }
}
