package org.tokenquarry.jobs.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.Window;
import org.tokenquarry.jobs.config.PlanSettings.Keep;
import org.tokenquarry.model.DecoderShape;
import org.tokenquarry.token.TokenGrid;

/**
 * The cost of one image, counted from the sequences that the engines run. Expected shares take the
 * place of verdicts. The tokens that pass are assumed to lie anywhere in the image.
 */
final class ImageCost {

  private final ModelShape model;
  private final ExperimentSettings settings;
  private final Keep keep;
  private final double articles;
  private final int window;

  /** How many tokens share each window. */
  private final Map<Window, Integer> windows = new LinkedHashMap<>();

  /**
   * Counts windows.
   *
   * @param articles share of the answers that begin with an article
   */
  ImageCost(ModelShape model, ExperimentSettings settings, Keep keep, double articles) {
    this.model = model;
    this.settings = settings;
    this.keep = keep;
    this.articles = articles;
    TokenGrid grid = model.grid();
    this.window =
        Math.min(settings.window(), grid.rows()) * Math.min(settings.window(), grid.cols());
    for (int token = 0; token < grid.size(); token++) {
      windows.merge(Window.around(grid, token, settings.window()), 1, Integer::sum);
    }
  }

  /** How many tokens of an image are probed. */
  int probed() {
    return settings.probe().count(model.grid().size());
  }

  /** Tokens of an image that are expected to be redundant. */
  double redundant() {
    return globals() * keep.global();
  }

  private double singles() {
    return settings.withinImage() == null ? probed() : probed() * keep.withinImage();
  }

  private double regions() {
    return singles() * keep.singleToken();
  }

  private double globals() {
    return regions() * keep.region();
  }

  /** The stages of the cascade, the vision tower first. */
  List<StageCost> cascade() {
    return List.of(
        vision(),
        answered("single-token", singles(), 1),
        answered("region", regions() + distinct(regions()), window),
        global());
  }

  private StageCost vision() {
    return new StageCost("vision", 0, 0, model.vision().image() / 1e9);
  }

  /** Sequences that go on from the prompt before the image. */
  private StageCost answered(String name, double sequences, int visual) {
    int tokens = visual + model.after();
    long flops = model.decoder().lastLogits(tokens, model.before());
    return StageCost.none(name).plus(sequences * repeats(), tokens, flops);
  }

  /** The image once, then one run for each distinct window from the row in which it begins. */
  private StageCost global() {
    DecoderShape decoder = model.decoder();
    TokenGrid grid = model.grid();
    int whole = grid.size();
    long image = decoder.prefill(whole, model.before());
    long answer = decoder.lastLogits(model.after(), model.before() + whole);
    double images = Math.min(1, globals());
    StageCost cost =
        StageCost.none("global")
            .plus(images, whole, image)
            .plus(images * repeats(), model.after(), answer);
    for (Map.Entry<Window, Integer> each : windows.entrySet()) {
      int first = each.getKey().firstRow() * grid.cols();
      int tokens = whole - first + model.after();
      cost =
          cost.plus(
              chosen(each.getValue(), globals()) * repeats(),
              tokens,
              decoder.lastLogits(tokens, model.before() + first));
    }
    return cost;
  }

  /** How many windows are around so many tokens; at a border several tokens share one. */
  private double distinct(double tokens) {
    return windows.values().stream().mapToDouble(sharing -> chosen(sharing, tokens)).sum();
  }

  /** The probability that a window is around one of so many tokens, which lie anywhere. */
  private double chosen(int sharing, double tokens) {
    return 1 - Math.pow(1 - tokens / model.grid().size(), sharing);
  }

  /** Runs for one sequence: where the answer begins with an article it is run again behind that. */
  private double repeats() {
    boolean again =
        switch (settings.firstToken()) {
          case FIRST -> false;
          case BUNDLE -> model.articles() == ModelShape.Articles.SKIPPED;
          case SKIP_ARTICLE -> model.articles() != ModelShape.Articles.NONE;
        };
    return again ? 1 + articles : 1;
  }

  /** All sequences of the exhaustive engine are whole prompts. */
  List<StageCost> exhaustive() {
    int image = model.grid().size();
    return List.of(
        vision(),
        whole("single-token", probed(), 1),
        whole("region", 2.0 * probed(), window),
        whole("global", 1.0 + probed(), image));
  }

  private StageCost whole(String name, double sequences, int visual) {
    int tokens = model.before() + visual + model.after();
    long flops = model.decoder().forward(tokens, 0);
    return StageCost.none(name).plus(sequences * repeats(), tokens, flops);
  }
}
