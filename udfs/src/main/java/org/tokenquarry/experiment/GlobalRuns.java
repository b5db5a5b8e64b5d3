package org.tokenquarry.experiment;

import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.TokenGrid;

/**
 * The images with and without each region. The intact image is run once; a run without a region
 * continues from its keys and values, up to the row in which the region begins. So all regions that
 * begin in one row, of whatever image, form batches of one length.
 */
final class GlobalRuns {

  private final LoadedModel model;
  private final NDManager scope;
  private final Batching batching;
  private final PrefixedRuns runs;
  private final EmbeddingTable table;
  private final TokenGrid grid;
  private final ExperimentSettings settings;

  /**
   * Prepares the runs on one group of images.
   *
   * @param scope owns the images' keys and values
   */
  GlobalRuns(
      LoadedModel model,
      NDManager scope,
      Batching batching,
      PrefixedRuns runs,
      EmbeddingTable table,
      TokenGrid grid,
      ExperimentSettings settings) {
    this.model = model;
    this.scope = scope;
    this.batching = batching;
    this.runs = runs;
    this.table = table;
    this.grid = grid;
    this.settings = settings;
  }

  /**
   * Adds the global divergence to the scores of the tokens.
   *
   * @param probes at least one
   */
  void run(List<ImageState.Probe> probes) {
    int[] images = probes.stream().mapToInt(ImageState.Probe::place).distinct().toArray();
    IntactImages intact = IntactImages.of(model, scope, batching, table, images);
    Map<Integer, HeadLogits> references = new HashMap<>();
    List<HeadLogits> heads =
        runs.heads(
            Collections.nCopies(images.length, table.withPromptAfter()).toArray(int[][]::new),
            intact.past(images, table.places(grid.size())),
            settings.divergenceHead());
    for (int i = 0; i < images.length; i++) {
      references.put(images[i], heads.get(i));
    }
    Map<Integer, List<PlacedWindow>> byRow =
        probes.stream()
            .map(probe -> PlacedWindow.of(probe, grid, settings))
            .distinct()
            .collect(
                Collectors.groupingBy(
                    window -> window.window().firstRow(), TreeMap::new, Collectors.toList()));
    Map<PlacedWindow, float[]> without = new HashMap<>();
    byRow.forEach(
        (row, windows) -> {
          List<float[]> logits = without(intact, references, row * grid.cols(), windows);
          for (int i = 0; i < logits.size(); i++) {
            without.put(windows.get(i), logits.get(i));
          }
        });
    for (ImageState.Probe probe : probes) {
      float[] logits = without.get(PlacedWindow.of(probe, grid, settings));
      probe.measure(
          before ->
              new TokenScores(
                  before.clusterSize(),
                  before.top1Probability(),
                  before.top1Token(),
                  before.regionDivergence(),
                  references.get(probe.place()).divergence(settings, logits)));
    }
  }

  /**
   * The logits without each of some windows, all of which begin in the row of token {@code first}.
   */
  private List<float[]> without(
      IntactImages intact,
      Map<Integer, HeadLogits> references,
      int first,
      List<PlacedWindow> windows) {
    int[][] ablated =
        windows.stream()
            .map(
                window ->
                    table.withPromptAfter(
                        table.padded(table.from(window.image(), first), window.rows(table, grid))))
            .toArray(int[][]::new);
    int[][] ids =
        windows.stream().map(window -> references.get(window.image()).ids()).toArray(int[][]::new);
    int[] images = windows.stream().mapToInt(PlacedWindow::image).toArray();
    return runs.at(ablated, intact.past(images, table.places(first)), ids);
  }
}
