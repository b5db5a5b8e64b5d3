package org.tokenquarry.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.token.TokenGrid;

/** The region with and without the token. A region that several tokens share is run once. */
final class RegionRuns {

  private final PrefixedRuns runs;
  private final EmbeddingTable table;
  private final TokenGrid grid;
  private final ExperimentSettings settings;

  RegionRuns(PrefixedRuns runs, EmbeddingTable table, TokenGrid grid, ExperimentSettings settings) {
    this.runs = runs;
    this.table = table;
    this.grid = grid;
    this.settings = settings;
  }

  /** Adds the region's divergence to the scores of the tokens. */
  void run(KvCache prefix, int[] tokens, TokenScores[] scores) {
    Window[] windows =
        Arrays.stream(tokens)
            .mapToObj(token -> Window.around(grid, token, settings.window()))
            .toArray(Window[]::new);
    Map<Window, Integer> distinct = new LinkedHashMap<>();
    for (Window window : windows) {
      distinct.putIfAbsent(window, distinct.size());
    }
    int[][] intact =
        distinct.keySet().stream()
            .map(window -> table.withPromptAfter(window.tokens(grid)))
            .toArray(int[][]::new);
    List<HeadLogits> references = runs.heads(intact, prefix, settings.divergenceHead());
    int[][] ablated = new int[tokens.length][];
    int[][] ids = new int[tokens.length][];
    for (int i = 0; i < tokens.length; i++) {
      ablated[i] = table.withPromptAfter(table.padded(windows[i].tokens(grid), tokens[i]));
      ids[i] = references.get(distinct.get(windows[i])).ids();
    }
    List<float[]> without = runs.at(ablated, prefix, ids);
    for (int i = 0; i < tokens.length; i++) {
      HeadLogits reference = references.get(distinct.get(windows[i]));
      TokenScores before = scores[tokens[i]];
      scores[tokens[i]] =
          new TokenScores(
              before.clusterSize(),
              before.top1Probability(),
              before.top1Token(),
              settings.divergence(reference.logits(), without.get(i)),
              null);
    }
  }
}
