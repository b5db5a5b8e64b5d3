package org.tokenquarry.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tokenquarry.divergence.TopOne;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.DecoderInput;
import org.tokenquarry.model.DecoderOutput;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.PromptPositions;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.VisualTokens;

/**
 * The procedure of the official scripts, for comparison. Every experiment is run for every probed
 * token, each run alone, with a new pass of the vision tower. Each run decodes up to 8 tokens
 * greedily, although only the first is read. Only the run on the intact image is shared, as in the
 * scripts.
 *
 * <p>Source: {@code experiments/} of the official repository of arXiv 2503.20540, commit 2a24172.
 */
public final class PublishedProcedure {

  /** The most tokens that the official scripts decode. */
  private static final int MOST_NEW_TOKENS = 8;

  private final LoadedModel model;
  private final ExperimentSettings settings;
  private final StageWatch watch;
  private final long[] articles;

  /**
   * Prepares the procedure.
   *
   * @param model must stay open while this is used; the caller closes it
   */
  public PublishedProcedure(LoadedModel model, ExperimentSettings settings, StageWatch watch) {
    this.model = model;
    this.settings = settings;
    this.watch = watch;
    this.articles = Articles.skippedBy(settings.firstToken(), model.manifest());
  }

  /**
   * Examines the probed tokens of an image.
   *
   * @param pixels prepared as the manifest says
   * @return as {@link ExperimentEngine#examine}
   */
  public List<TokenFinding> examine(Pixels pixels) {
    VisualTokens tokens = model.vision().tokens(List.of(pixels)).get(0);
    ProbedImage probes = ProbedImage.of(tokens, settings);
    ClsRanking ranking = probes.ranking();
    int[] probed = probes.probed();
    Integer[] sizes = probes.clusterSizes();
    Image image = new Image(pixels, tokens);
    float[] intact = image.run(Stage.GLOBAL, image.everything());
    List<TokenFinding> findings = new ArrayList<>();
    for (int i = 0; i < probed.length; i++) {
      TokenScores scores = image.scores(probed[i], sizes[i], intact);
      Verdict verdict = Verdict.of(scores, settings);
      findings.add(new TokenFinding(probed[i], ranking.ranks()[probed[i]], scores, verdict));
    }
    return findings;
  }

  /**
   * The runs on one image. An element of a sequence is the index of a visual token, or its
   * complement {@code ~token} where the pad takes its place.
   */
  private final class Image {

    private final Pixels pixels;
    private final VisualTokens tokens;
    private final Optional<PromptPositions> positions;

    Image(Pixels pixels, VisualTokens tokens) {
      this.pixels = pixels;
      this.tokens = tokens;
      this.positions = PromptPositions.of(model.manifest(), List.of(tokens.grid()), 0);
    }

    int[] everything() {
      return IntStream.range(0, tokens.grid().size()).toArray();
    }

    TokenScores scores(int token, Integer clusterSize, float[] intact) {
      int[] window = Window.around(tokens.grid(), token, settings.window()).tokens(tokens.grid());
      TopOne top1 = TopOne.of(run(Stage.SINGLE_TOKEN, new int[] {token}), settings.singleHead());
      float[] region = run(Stage.REGION, window);
      float[] without = run(Stage.REGION, padded(window, token));
      float[] imageWithout = run(Stage.GLOBAL, padded(everything(), window));
      return new TokenScores(
          clusterSize,
          top1.probability(),
          top1.token(),
          settings.divergence(region, without),
          settings.divergence(intact, imageWithout));
    }

    private static int[] padded(int[] visual, int... removed) {
      Set<Integer> gone = Set.copyOf(Arrays.stream(removed).boxed().toList());
      return Arrays.stream(visual).map(token -> gone.contains(token) ? ~token : token).toArray();
    }

    /** The logits of the first answer token, {@code [V]}. */
    float[] run(Stage stage, int[] visual) {
      try (NDManager scope = model.newScope()) {
        NDArray seen = model.vision().encode(scope, List.of(pixels)).tokens().get(0);
        return answer(scope, positions, sequence(scope, positions, seen, visual));
      } finally {
        watch.ran(stage);
      }
    }
  }

  private DecoderInput sequence(
      NDManager scope, Optional<PromptPositions> positions, NDArray seen, int[] visual) {
    BundleManifest manifest = model.manifest();
    NDArray pad = model.decoder().embed(scope, new long[] {manifest.padId()});
    NDArray table = NDArrays.concat(new NDList(seen, pad), 0);
    long padRow = seen.getShape().get(0);
    long[] rows = Arrays.stream(visual).asLongStream().map(row -> row < 0 ? padRow : row).toArray();
    NDList parts = new NDList();
    text(scope, manifest.prompt().before(), parts);
    parts.add(table.get(scope.create(rows)));
    text(scope, manifest.prompt().after(), parts);
    NDArray whole = NDArrays.concat(parts, 0).expandDims(0);
    int[] places = Arrays.stream(visual).map(token -> token < 0 ? ~token : token).toArray();
    int after = manifest.prompt().after().length;
    return DecoderInput.of(scope, whole, positions, rule -> rule.prompt(places, after));
  }

  private void text(NDManager scope, long[] ids, NDList parts) {
    if (ids.length > 0) {
      parts.add(model.decoder().embed(scope, ids));
    }
  }

  /** Decodes greedily to the end of the answer, and gives the logits that the rule selects. */
  private float[] answer(
      NDManager scope, Optional<PromptPositions> positions, DecoderInput sequence) {
    long[] ends = model.manifest().endIds();
    DecoderOutput output = model.decoder().forward(scope, sequence, model.decoder().empty(scope));
    float[] read = model.readBack(output.logits()::toFloatArray);
    long said = Ranking.indexOfLargest(read);
    boolean reading = contains(articles, said);
    for (int step = 1; step < MOST_NEW_TOKENS && !contains(ends, said); step++) {
      KvCache past = output.cache();
      NDArray next = model.decoder().embed(scope, new long[] {said}).expandDims(0);
      int place = model.manifest().prompt().after().length + step - 1;
      DecoderInput input = DecoderInput.of(scope, next, positions, rule -> rule.after(place, 1));
      output = model.decoder().step(scope, input, past);
      float[] logits = model.readBack(output.logits()::toFloatArray);
      if (reading) {
        read = logits;
        reading = false;
      }
      said = Ranking.indexOfLargest(logits);
    }
    return read;
  }

  private static boolean contains(long[] ids, long id) {
    return LongStream.of(ids).anyMatch(other -> other == id);
  }
}
