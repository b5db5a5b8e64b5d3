package org.tokenquarry.proof;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.DecoderInput;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LanguageDecoder;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.VisualTokens;

/** Compares a model with itself: it must repeat its numbers, and its methods must agree. */
final class SelfChecks {

  private static final long SEED = 1;
  private static final int FEW = 9;
  private static final int MANY = 7;
  private static final Batching ACROSS_IMAGES = new Batching(1, 1, 2);
  private static final String QUESTION = "What is shown?";

  private final LoadedModel model;
  private final LanguageDecoder decoder;
  private final VisualTokens image;
  private final PromptSequences sequences;
  private final double allowed;
  private final List<Check> checks = new ArrayList<>();

  private SelfChecks(LoadedModel model, double allowed) {
    this.model = model;
    this.decoder = model.decoder();
    this.image = encode();
    this.sequences = new PromptSequences(model, image.rows());
    this.allowed = allowed;
  }

  /**
   * Checks a model.
   *
   * @param golden golden numbers of the bundle, where it has them. With 16-bit weights their
   *     tolerance was measured on this model: it says how much the order of sums changes a result
   * @param begun is told what is checked next
   */
  static List<Check> of(LoadedModel model, Optional<GoldenNumbers> golden, Consumer<String> begun) {
    double usual = usual(model.manifest().dtype());
    double allowed = golden.map(numbers -> Math.max(usual, numbers.tolerance())).orElse(usual);
    begun.accept("the vision tower");
    SelfChecks self = new SelfChecks(model, allowed);
    self.vision();
    begun.accept("the decoder with a whole image, twice");
    self.wholeImage();
    begun.accept("the decoder's methods");
    self.methods();
    self.tokenizer();
    return self.checks;
  }

  /** The tolerance where none was measured, for models of about 32 layers. */
  private static double usual(String dtype) {
    return switch (dtype) {
      case "float16" -> 5e-2;
      case "bfloat16" -> 4e-1;
      default -> 1e-4;
    };
  }

  private VisualTokens encode() {
    float[] pixels = ProofPixels.of(SEED, model.manifest().pixelCount());
    return model.vision().tokens(new float[][] {pixels}).get(0);
  }

  private void vision() {
    float[] values = image.rows().values();
    finite("vision.finite", values);
    VisualTokens again = encode();
    same("vision.determinism", values, again.rows().values());
    float[] pixels = ProofPixels.of(SEED, model.manifest().pixelCount());
    float[] byFeatures =
        model.vision().imageFeatures(new float[][] {pixels}).get(0).tokens().rows().values();
    agree("vision.features", byFeatures, values, "forward and features");
  }

  private void wholeImage() {
    List<Integer> all = IntStream.range(0, image.grid().size()).boxed().toList();
    float[] logits = sequences.logits(all, all);
    finite("decoder.finite", logits);
    same("decoder.determinism", logits, sequences.logits(all, all));
  }

  private void methods() {
    List<Integer> few = IntStream.range(0, Math.min(FEW, image.grid().size())).boxed().toList();
    float[] expected = sequences.logits(few, few);
    try (NDManager scope = model.newScope()) {
      DecoderInput input = sequences.input(scope, few, few);
      KvCache none = decoder.empty(scope);
      float[] forward = decoder.forward(scope, input, none).logits().toFloatArray();
      agree("decoder.forward", forward, expected, "forward and last_logits");
      pasts(scope, input, expected);
      layers(scope, input, expected);
    }
  }

  /** The cascade continues from a past, and lets a batch share one. */
  private void pasts(NDManager scope, DecoderInput input, float[] expected) {
    long half = input.length() / 2;
    if (half == 0) {
      checks.add(Check.absent("decoder.prefill", "the prompt is one position"));
      return;
    }
    DecoderInput first = input.tokens(scope, 0, half);
    DecoderInput rest = input.tokens(scope, half, input.length());
    KvCache past = decoder.prefill(scope, first, decoder.empty(scope));
    agree(
        "decoder.prefill",
        decoder.lastLogits(scope, rest, past).toFloatArray(),
        expected,
        "prefill and what follows, and the whole at once");
    NDArray tokens = rest.embeddings();
    NDArray two = NDArrays.concat(new NDList(tokens.neg(), tokens), 0);
    DecoderInput pair = new DecoderInput(two, rest.positions());
    float[] both = decoder.lastLogits(scope, pair, past).toFloatArray();
    agree(
        "decoder.batch",
        Arrays.copyOfRange(both, expected.length, both.length),
        expected,
        "a sequence in a batch on a shared past, and alone");
    float[] among = among(scope, rest, past, ACROSS_IMAGES.filled(model.device(), 1, MANY));
    agree(
        "decoder.companions",
        among(scope, rest, past, MANY),
        among,
        "a sequence in other batches; mine.imagesPerBatch above 1 needs 0");
  }

  /** The logits of a sequence that is the last of a batch. */
  private float[] among(NDManager scope, DecoderInput sequence, KvCache past, int size) {
    NDArray tokens = sequence.embeddings();
    NDList batch = new NDList();
    for (int i = 1; i < size; i++) {
      batch.add(tokens.mul(1 - 2f * i / size));
    }
    batch.add(tokens);
    DecoderInput input = new DecoderInput(NDArrays.concat(batch, 0), sequence.positions());
    float[] logits = decoder.lastLogits(scope, input, past).toFloatArray();
    return Arrays.copyOfRange(logits, logits.length - logits.length / size, logits.length);
  }

  private void layers(NDManager scope, DecoderInput input, float[] expected) {
    if (!decoder.runsLayers()) {
      checks.add(Check.absent("decoder.layers", "the bundle does not offer run_layers"));
      return;
    }
    long[] counted = LongStream.range(0, input.length()).toArray();
    DecoderInput placed =
        input.positions() == null
            ? new DecoderInput(input.embeddings(), scope.create(counted))
            : input;
    int layers = model.manifest().layers();
    NDArray states = decoder.runLayers(scope, placed, 0, layers).states();
    agree(
        "decoder.layers",
        decoder.logitsOf(scope, states).toFloatArray(),
        expected,
        "all layers one after the other, and last_logits");
  }

  private void tokenizer() {
    long[] ids = model.tokenizer().questionIds(QUESTION);
    int vocabulary = model.manifest().vocabulary();
    boolean good = ids.length > 0 && Arrays.stream(ids).allMatch(id -> id >= 0 && id < vocabulary);
    checks.add(
        good
            ? Check.passed("tokenizer", "a question is " + ids.length + " known tokens")
            : Check.failed("tokenizer", "a question has ids beyond the " + vocabulary));
  }

  private void finite(String name, float[] values) {
    long bad = IntStream.range(0, values.length).filter(i -> !Float.isFinite(values[i])).count();
    checks.add(
        bad == 0
            ? Check.passed(name, values.length + " values are finite")
            : Check.failed(name, bad + " of " + values.length + " values are not finite"));
  }

  private void same(String name, float[] first, float[] second) {
    checks.add(Check.compared(name, Difference.largest(second, first), 0, "the same input twice"));
  }

  private void agree(String name, float[] found, float[] expected, String what) {
    checks.add(Check.compared(name, Difference.largest(found, expected), allowed, what));
  }
}
