package org.tokenquarry.experiment;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.tokenquarry.divergence.NonFiniteLogitException;
import org.tokenquarry.divergence.TopOne;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.VisualTokens;

/**
 * The reference, with which other engines are compared. It runs every experiment for every probed
 * token, as whole sequences, and reuses nothing. It needs only what every model bundle must offer.
 */
public final class ExhaustiveEngine implements ExperimentEngine {

  private final LoadedModel model;
  private final ExperimentSettings settings;
  private final int batchSize;
  private final FirstTokenLogits firstToken;
  private final StageWatch watch;

  /** Prepares an engine without a watch. */
  public ExhaustiveEngine(LoadedModel model, ExperimentSettings settings, Batching batching) {
    this(model, settings, batching, StageWatch.NONE);
  }

  /**
   * Prepares an engine.
   *
   * @param model must stay open while the engine is used; the caller closes it
   * @param watch is told which stage was run
   */
  public ExhaustiveEngine(
      LoadedModel model, ExperimentSettings settings, Batching batching, StageWatch watch) {
    this.watch = watch;
    this.model = model;
    this.settings = settings;
    this.batchSize = batching.sequences();
    this.firstToken = new FirstTokenLogits(model, settings.firstToken());
  }

  @Override
  public String name() {
    return "exhaustive";
  }

  @Override
  public ProbedImage probe(VisualTokens tokens) {
    return ProbedImage.of(tokens, settings);
  }

  @Override
  public List<Examination> examine(List<ProbedImage> images) {
    return images.stream().map(this::examination).toList();
  }

  private Examination examination(ProbedImage image) {
    try {
      return new Examination(findings(image), null);
    } catch (NonFiniteLogitException e) {
      return new Examination(List.of(), e);
    }
  }

  private List<TokenFinding> findings(ProbedImage image) {
    VisualTokens tokens = image.tokens();
    ClsRanking ranking = image.ranking();
    int[] probed = image.probed();
    Integer[] clusterSizes = image.clusterSizes();
    List<TokenFinding> findings = new ArrayList<>();
    try (NDManager scope = model.newScope()) {
      EmbeddingTable table = EmbeddingTable.of(model, scope, List.of(tokens), new long[0]);
      Experiments experiments = new Experiments(table, tokens.grid());
      float[] intact = experiments.logits(Stage.GLOBAL, new int[][] {table.from(0, 0)})[0];
      for (int first = 0; first < probed.length; first += batchSize) {
        int last = Math.min(probed.length, first + batchSize);
        int[] batch = Arrays.copyOfRange(probed, first, last);
        Integer[] sizes = Arrays.copyOfRange(clusterSizes, first, last);
        findings.addAll(experiments.examine(batch, sizes, intact, ranking));
      }
    }
    return findings;
  }

  /** The four runs of a batch of tokens of one image. */
  private final class Experiments {

    private final EmbeddingTable table;
    private final TokenGrid grid;

    Experiments(EmbeddingTable table, TokenGrid grid) {
      this.table = table;
      this.grid = grid;
    }

    List<TokenFinding> examine(
        int[] batch, Integer[] clusterSizes, float[] intact, ClsRanking ranking) {
      float[][] single = logits(Stage.SINGLE_TOKEN, each(batch, token -> new int[] {token}));
      float[][] region = logits(Stage.REGION, each(batch, token -> window(token)));
      float[][] regionAblated =
          logits(Stage.REGION, each(batch, token -> table.padded(window(token), token)));
      float[][] globalAblated = logits(Stage.GLOBAL, each(batch, this::imageWithoutWindow));
      List<TokenFinding> findings = new ArrayList<>();
      for (int i = 0; i < batch.length; i++) {
        TopOne top1 = TopOne.of(single[i], settings.singleHead());
        TokenScores scores =
            new TokenScores(
                clusterSizes[i],
                top1.probability(),
                top1.token(),
                settings.divergence(region[i], regionAblated[i]),
                settings.divergence(intact, globalAblated[i]));
        int rank = ranking.ranks()[batch[i]];
        findings.add(new TokenFinding(batch[i], rank, scores, Verdict.of(scores, settings)));
      }
      return findings;
    }

    float[][] logits(Stage stage, int[][] visual) {
      int[][] sequences = Arrays.stream(visual).map(table::wholePrompt).toArray(int[][]::new);
      try (NDManager scope = model.newScope()) {
        return firstToken.of(table.input(scope, sequences));
      } finally {
        watch.ran(stage);
      }
    }

    private int[] window(int token) {
      return Window.around(grid, token, settings.window()).tokens(grid);
    }

    private int[] imageWithoutWindow(int token) {
      return table.padded(table.from(0, 0), window(token));
    }

    private int[][] each(int[] batch, IntFunction<int[]> sequence) {
      return Arrays.stream(batch).mapToObj(sequence).toArray(int[][]::new);
    }
  }
}
