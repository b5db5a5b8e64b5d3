package org.tokenquarry.experiment;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.TokenGrid;

/**
 * The image with and without each region. The intact image is run once; a run without a region
 * continues from its keys and values, up to the row in which the region begins. So all regions that
 * begin in one row form batches of one length.
 */
final class GlobalRuns {

  private final LoadedModel model;
  private final NDManager scope;
  private final PrefixedRuns runs;
  private final EmbeddingTable table;
  private final TokenGrid grid;
  private final ExperimentSettings settings;

  /**
   * Prepares the runs on one image.
   *
   * @param scope owns the image's keys and values
   */
  GlobalRuns(
      LoadedModel model,
      NDManager scope,
      PrefixedRuns runs,
      EmbeddingTable table,
      TokenGrid grid,
      ExperimentSettings settings) {
    this.model = model;
    this.scope = scope;
    this.runs = runs;
    this.table = table;
    this.grid = grid;
    this.settings = settings;
  }

  /** Adds the global divergence to the scores of the tokens. */
  void run(int[] tokens, TokenScores[] scores) {
    int[] image = IntStream.range(0, grid.size()).toArray();
    KvCache cache =
        model.decoder().prefill(scope, table.gather(scope, new int[][] {image}), model.prefix());
    HeadLogits intact =
        runs.heads(
                new int[][] {table.withPromptAfter(new int[0])}, cache, settings.divergenceHead())
            .get(0);
    Map<Integer, List<Window>> byRow =
        Arrays.stream(tokens)
            .mapToObj(token -> Window.around(grid, token, settings.window()))
            .distinct()
            .collect(Collectors.groupingBy(Window::firstRow, TreeMap::new, Collectors.toList()));
    Map<Window, Double> divergences =
        byRow.entrySet().stream()
            .flatMap(row -> divergences(cache, intact, row.getKey(), row.getValue()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    for (int token : tokens) {
      TokenScores before = scores[token];
      scores[token] =
          new TokenScores(
              before.clusterSize(),
              before.top1Probability(),
              before.top1Token(),
              before.regionDivergence(),
              divergences.get(Window.around(grid, token, settings.window())));
    }
  }

  private Stream<Map.Entry<Window, Double>> divergences(
      KvCache cache, HeadLogits intact, int firstRow, List<Window> windows) {
    int first = firstRow * grid.cols();
    int[] rest = IntStream.range(first, grid.size()).toArray();
    int[][] ablated =
        windows.stream()
            .map(window -> table.withPromptAfter(table.padded(rest, window.tokens(grid))))
            .toArray(int[][]::new);
    int[][] ids = windows.stream().map(window -> intact.ids()).toArray(int[][]::new);
    try (NDManager rowScope = model.newScope()) {
      KvCache before = cache.first(rowScope, model.prefix().length() + first);
      List<float[]> without = runs.at(ablated, before, ids);
      return IntStream.range(0, windows.size())
          .mapToObj(
              i -> Map.entry(windows.get(i), settings.divergence(intact.logits(), without.get(i))));
    }
  }
}
