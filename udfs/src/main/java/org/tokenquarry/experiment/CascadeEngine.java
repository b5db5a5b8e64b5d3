package org.tokenquarry.experiment;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.VisualTokens;

/**
 * Gives the verdicts of {@link ExhaustiveEngine} with a fraction of its compute. A token that a
 * cheap stage rejects does not reach the more expensive stages, and nothing is computed twice.
 *
 * <ul>
 *   <li>The prompt before the image is run once per model and device, the intact image once per
 *       image.
 *   <li>A region that several tokens share is run once.
 *   <li>The image without a region reuses the keys and values that the intact image has before the
 *       region's first row.
 *   <li>Batches hold sequences of one length, so nothing is padded; their shapes depend on the
 *       image alone.
 * </ul>
 */
public final class CascadeEngine implements ExperimentEngine {

  private final LoadedModel model;
  private final ExperimentSettings settings;
  private final Batching batching;
  private final StageWatch watch;

  /** Prepares an engine without a watch. */
  public CascadeEngine(LoadedModel model, ExperimentSettings settings, Batching batching) {
    this(model, settings, batching, StageWatch.NONE);
  }

  /**
   * Prepares an engine.
   *
   * @param model must stay open while the engine is used; the caller closes it
   * @param watch is told which stage was run
   */
  public CascadeEngine(
      LoadedModel model, ExperimentSettings settings, Batching batching, StageWatch watch) {
    this.watch = watch;
    this.model = model;
    this.settings = settings;
    this.batching = batching;
  }

  @Override
  public String name() {
    return "cascade";
  }

  @Override
  public List<TokenFinding> examine(VisualTokens tokens) {
    ClsRanking ranking = ClsRanking.of(tokens.clsCosine());
    int[] probed = settings.probe().tokens(ranking);
    TokenScores[] scores = new TokenScores[tokens.grid().size()];
    Integer[] sizes = ClusterSizes.of(tokens, probed, settings.withinImage());
    for (int i = 0; i < probed.length; i++) {
      scores[probed[i]] = new TokenScores(sizes[i], null, null, null, null);
    }
    try (NDManager scope = model.newScope()) {
      EmbeddingTable table = EmbeddingTable.of(model, scope, tokens);
      PrefixedRuns runs = new PrefixedRuns(model, table, settings.firstToken(), batching);
      int[] left = passing(probed, scores, Stage.WITHIN_IMAGE);
      singleTokens(runs, table, left, scores);
      watch.ran(Stage.SINGLE_TOKEN);
      left = passing(left, scores, Stage.SINGLE_TOKEN);
      new RegionRuns(runs, table, tokens.grid(), settings).run(model.prefix(), left, scores);
      watch.ran(Stage.REGION);
      left = passing(left, scores, Stage.REGION);
      if (left.length > 0) {
        new GlobalRuns(model, scope, runs, table, tokens.grid(), settings).run(left, scores);
      }
      watch.ran(Stage.GLOBAL);
    }
    List<TokenFinding> findings = new ArrayList<>();
    for (int token : probed) {
      Verdict verdict = Verdict.of(scores[token], settings);
      findings.add(new TokenFinding(token, ranking.ranks()[token], scores[token], verdict));
    }
    return findings;
  }

  private void singleTokens(
      PrefixedRuns runs, EmbeddingTable table, int[] tokens, TokenScores[] scores) {
    int[][] sequences =
        Arrays.stream(tokens)
            .mapToObj(token -> table.withPromptAfter(new int[] {token}))
            .toArray(int[][]::new);
    List<HeadLogits> heads = runs.heads(sequences, model.prefix(), settings.singleHead());
    for (int i = 0; i < tokens.length; i++) {
      HeadLogits head = heads.get(i);
      Integer size = scores[tokens[i]].clusterSize();
      scores[tokens[i]] = new TokenScores(size, head.top1Probability(), head.ids()[0], null, null);
    }
  }

  /** The tokens that pass a stage, by the scores measured so far. */
  private int[] passing(int[] tokens, TokenScores[] scores, Stage stage) {
    return IntStream.of(tokens)
        .filter(token -> Verdict.passes(stage, scores[token], settings))
        .toArray();
  }
}
