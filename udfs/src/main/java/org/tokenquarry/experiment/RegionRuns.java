package org.tokenquarry.experiment;

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
  void run(KvCache prefix, List<ImageState.Probe> probes) {
    List<PlacedWindow> windows =
        probes.stream().map(probe -> PlacedWindow.of(probe, grid, settings)).toList();
    Map<PlacedWindow, Integer> distinct = new LinkedHashMap<>();
    for (PlacedWindow window : windows) {
      distinct.putIfAbsent(window, distinct.size());
    }
    int[][] intact =
        distinct.keySet().stream()
            .map(window -> table.withPromptAfter(window.rows(table, grid)))
            .toArray(int[][]::new);
    Past past = Past.shared(prefix);
    List<HeadLogits> heads = runs.heads(intact, past, settings.divergenceHead());
    List<HeadLogits> references =
        windows.stream().map(window -> heads.get(distinct.get(window))).toList();
    int[][] ablated = new int[windows.size()][];
    for (int i = 0; i < ablated.length; i++) {
      int[] token = table.visual(probes.get(i).place(), probes.get(i).token());
      ablated[i] = table.withPromptAfter(table.padded(windows.get(i).rows(table, grid), token));
    }
    int[][] ids = references.stream().map(HeadLogits::ids).toArray(int[][]::new);
    List<float[]> without = runs.at(ablated, past, ids);
    for (int i = 0; i < ablated.length; i++) {
      HeadLogits reference = references.get(i);
      float[] logits = without.get(i);
      probes
          .get(i)
          .measure(
              before ->
                  new TokenScores(
                      before.clusterSize(),
                      before.top1Probability(),
                      before.top1Token(),
                      reference.divergence(settings, logits),
                      null));
    }
  }
}
