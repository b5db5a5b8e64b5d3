package org.tokenquarry.experiment;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tokenquarry.experiment.TokenAnalysis.Effect;
import org.tokenquarry.experiment.TokenAnalysis.WordChange;
import org.tokenquarry.experiment.TokenAnalysis.WordProbability;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.VisualTokens;

/**
 * Runs every experiment on some tokens of an image, also on those that an early stage rejects, and
 * keeps the words behind the scores. This is for analysis, not for mining. Belongs to one thread;
 * holds no native memory between calls.
 */
public final class TokenAnalyser {

  private static final int SAID = 3;
  private static final int ADDED = 4;

  private final LoadedModel model;
  private final ExperimentSettings settings;
  private final Batching batching;

  /**
   * Prepares the experiments.
   *
   * @param model outlives this
   * @param settings of the experiments; thresholds and probe rule are not used
   */
  public TokenAnalyser(LoadedModel model, ExperimentSettings settings, Batching batching) {
    this.model = model;
    this.settings = settings;
    this.batching = new Batching(batching.sequences(), batching.bytes());
  }

  /**
   * The centres of blocks that tile the grid, as in the paper's figure 4: none is at a border where
   * the grid is large enough.
   *
   * @param size height and width of a block
   * @param most how many centres at most, at least 1; of more centres, evenly spread ones are taken
   * @return ascending
   */
  public static int[] centres(TokenGrid grid, int size, int most) {
    int[] all =
        IntStream.range(0, grid.size())
            .filter(token -> centre(grid.row(token), grid.rows(), size))
            .filter(token -> centre(grid.col(token), grid.cols(), size))
            .toArray();
    int count = Math.min(most, all.length);
    return IntStream.range(0, count)
        .map(i -> all[(int) ((2L * i + 1) * all.length / (2L * count))])
        .toArray();
  }

  private static boolean centre(int place, int extent, int size) {
    return extent < size
        ? place == extent / 2
        : place % size == size / 2 && place + size / 2 < extent;
  }

  /**
   * Analyses tokens.
   *
   * @param tokens their indices
   * @return in their order
   */
  public List<TokenAnalysis> of(VisualTokens image, int[] tokens) {
    TokenGrid grid = image.grid();
    int[] everything = IntStream.range(0, grid.size()).toArray();
    try (NDManager scope = model.newScope()) {
      long[] articles = Articles.skippedBy(settings.firstToken(), model.manifest());
      EmbeddingTable table = EmbeddingTable.of(model, scope, List.of(image), articles);
      PrefixedRuns runs = new PrefixedRuns(model, table, settings.firstToken(), batching);
      IntFunction<int[]> window =
          token -> Window.around(grid, token, settings.window()).tokens(grid);
      List<HeadLogits> single =
          runs.heads(
              each(tokens, token -> table.withPromptAfter(new int[] {token})),
              Past.shared(model.prefix()),
              settings.singleHead());
      List<Effect> region =
          effects(
              runs,
              each(tokens, token -> table.withPromptAfter(window.apply(token))),
              each(
                  tokens,
                  token -> table.withPromptAfter(table.padded(window.apply(token), token))));
      List<Effect> whole =
          effects(
              runs,
              new int[][] {table.withPromptAfter(everything)},
              each(tokens, t -> table.withPromptAfter(table.padded(everything, window.apply(t)))));
      return IntStream.range(0, tokens.length)
          .mapToObj(
              i -> new TokenAnalysis(tokens[i], said(single.get(i)), region.get(i), whole.get(i)))
          .toList();
    }
  }

  /** Compares each ablated run with its reference, or with the only reference. */
  private List<Effect> effects(PrefixedRuns runs, int[][] intact, int[][] ablated) {
    Past past = Past.shared(model.prefix());
    List<HeadLogits> references = runs.heads(intact, past, settings.divergenceHead());
    IntFunction<HeadLogits> reference = i -> references.get(references.size() == 1 ? 0 : i);
    int[][] ids =
        IntStream.range(0, ablated.length)
            .mapToObj(i -> reference.apply(i).ids())
            .toArray(int[][]::new);
    List<float[]> without = runs.at(ablated, past, ids);
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < ablated.length; i++) {
      HeadLogits head = reference.apply(i);
      effects.add(
          new Effect(head.divergence(settings, without.get(i)), added(head, without.get(i))));
    }
    return effects;
  }

  private static List<WordChange> added(HeadLogits head, float[] without) {
    return IntStream.range(0, without.length)
        .mapToObj(i -> new WordChange(head.ids()[i], (double) head.logits()[i] - without[i]))
        .sorted(Comparator.comparingDouble(added -> -Math.abs(added.logits())))
        .limit(ADDED)
        .toList();
  }

  private static List<WordProbability> said(HeadLogits head) {
    double first = head.top1Probability();
    return IntStream.range(0, Math.min(SAID, head.ids().length))
        .mapToObj(
            i ->
                new WordProbability(
                    head.ids()[i], first * Math.exp((double) head.logits()[i] - head.logits()[0])))
        .toList();
  }

  private static int[][] each(int[] tokens, IntFunction<int[]> sequence) {
    return Arrays.stream(tokens).mapToObj(sequence).toArray(int[][]::new);
  }
}
