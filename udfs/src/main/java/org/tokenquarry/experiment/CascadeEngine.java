package org.tokenquarry.experiment;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.HalvingBatches;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.TokenGrid;
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
 *   <li>Batches hold sequences of one length, of all images of a group, so nothing is padded.
 * </ul>
 *
 * <p>Keys and values can be reused because attention is causal in the order of the tokens, as the
 * bundle's contract says: nothing before a token depends on it. Where positions are not a count, a
 * token has the same one in every run.
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
    this.batching = batching.on(model.device());
  }

  @Override
  public String name() {
    return "cascade";
  }

  @Override
  public ProbedImage probe(VisualTokens tokens) {
    return ProbedImage.of(tokens, settings);
  }

  /**
   * Images of one group share batches, so they have one grid; more than {@code Batching.images}
   * form several groups.
   */
  @Override
  public List<Examination> examine(List<ProbedImage> images) {
    return Alike.run(
        images,
        image -> List.of(image.tokens().grid(), image.tokens().rowEnd() == null),
        alike ->
            HalvingBatches.run(
                alike.size(),
                batching.images(),
                (first, last) -> group(alike.subList(first, last))));
  }

  private List<Examination> group(List<ProbedImage> images) {
    List<ImageState> states =
        IntStream.range(0, images.size())
            .mapToObj(place -> new ImageState(place, images.get(place), settings))
            .toList();
    TokenGrid grid = images.get(0).tokens().grid();
    try (NDManager scope = model.newScope()) {
      EmbeddingTable table =
          EmbeddingTable.of(
              model,
              scope,
              images.stream().map(ProbedImage::tokens).toList(),
              Articles.skippedBy(settings.firstToken(), model.manifest()));
      PrefixedRuns runs = new PrefixedRuns(model, table, settings.firstToken(), batching);
      states.forEach(image -> image.pass(Stage.WITHIN_IMAGE));
      singleTokens(runs, table, states);
      watch.ran(Stage.SINGLE_TOKEN);
      states.forEach(image -> image.pass(Stage.SINGLE_TOKEN));
      new RegionRuns(runs, table, grid, settings).run(model.prefix(), ImageState.left(states));
      watch.ran(Stage.REGION);
      states.forEach(image -> image.pass(Stage.REGION));
      List<ImageState.Probe> left = ImageState.left(states);
      if (!left.isEmpty()) {
        new GlobalRuns(model, scope, batching, runs, table, grid, settings).run(left);
      }
      watch.ran(Stage.GLOBAL);
    }
    return states.stream().map(ImageState::result).toList();
  }

  private void singleTokens(PrefixedRuns runs, EmbeddingTable table, List<ImageState> images) {
    List<ImageState.Probe> probes = ImageState.left(images);
    int[][] sequences =
        probes.stream()
            .map(probe -> table.withPromptAfter(table.visual(probe.place(), probe.token())))
            .toArray(int[][]::new);
    List<HeadLogits> heads =
        runs.heads(sequences, Past.shared(model.prefix()), settings.singleHead());
    for (int i = 0; i < sequences.length; i++) {
      HeadLogits head = heads.get(i);
      probes
          .get(i)
          .measure(
              before ->
                  new TokenScores(
                      before.clusterSize(), head.top1Probability(), head.ids()[0], null, null));
    }
  }
}
