package org.tokenquarry.jobs.plan;

import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.Window;
import org.tokenquarry.jobs.config.PlanSettings;
import org.tokenquarry.model.DecoderShape;
import org.tokenquarry.token.TokenGrid;

/**
 * The cost of one image, counted from the sequences that the engines run. Expected shares take the
 * place of verdicts. The tokens that pass are assumed to lie anywhere in the image.
 */
final class ImageCost {

  private final ModelShape model;
  private final ExperimentSettings settings;
  private final PlanSettings plan;
  private final int window;

  ImageCost(ModelShape model, ExperimentSettings settings, PlanSettings plan) {
    this.model = model;
    this.settings = settings;
    this.plan = plan;
    TokenGrid grid = model.grid();
    this.window =
        Math.min(settings.window(), grid.rows()) * Math.min(settings.window(), grid.cols());
  }

  /** How many tokens of an image are probed. */
  int probed() {
    return settings.probe().count(model.grid().size());
  }

  /** Tokens of an image that are expected to be redundant. */
  double redundant() {
    return globals() * plan.keep().global();
  }

  private double singles() {
    return settings.withinImage() == null ? probed() : probed() * plan.keep().withinImage();
  }

  private double regions() {
    return singles() * plan.keep().singleToken();
  }

  private double globals() {
    return regions() * plan.keep().region();
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
    double each = distinct(globals()) * repeats() / whole;
    for (int token = 0; token < whole; token++) {
      int first = Window.around(grid, token, settings.window()).firstRow() * grid.cols();
      int tokens = whole - first + model.after();
      cost = cost.plus(each, tokens, decoder.lastLogits(tokens, model.before() + first));
    }
    return cost;
  }

  /** Windows around that many tokens, at most; those at a border are shared. */
  private double distinct(double tokens) {
    TokenGrid grid = model.grid();
    long all =
        IntStream.range(0, grid.size())
            .mapToObj(token -> Window.around(grid, token, settings.window()))
            .distinct()
            .count();
    return Math.min(tokens, (double) all);
  }

  /** Runs for one sequence: where the answer begins with an article it is run again behind that. */
  private double repeats() {
    boolean again =
        switch (settings.firstToken()) {
          case FIRST -> false;
          case BUNDLE -> model.articles() == ModelShape.Articles.SKIPPED;
          case SKIP_ARTICLE -> model.articles() != ModelShape.Articles.NONE;
        };
    return again ? 1 + plan.articles() : 1;
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
