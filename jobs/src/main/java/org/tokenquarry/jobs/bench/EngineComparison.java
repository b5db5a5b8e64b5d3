package org.tokenquarry.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import org.tokenquarry.experiment.CascadeEngine;
import org.tokenquarry.experiment.ExaminedImage;
import org.tokenquarry.experiment.ExhaustiveEngine;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.ImageExaminer;
import org.tokenquarry.experiment.PublishedProcedure;
import org.tokenquarry.experiment.StageWatch;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.experiment.TokenScores;
import org.tokenquarry.experiment.Verdict;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.MatrixRate;
import org.tokenquarry.numeric.Quantiles;

/** The engines in turn on the same images. The pixels are prepared before the clock starts. */
final class EngineComparison {

  private static final String PUBLISHED = "published";
  private static final String EXHAUSTIVE = "exhaustive";
  private static final String CASCADE = "cascade";

  private final LoadedModel model;
  private final Settings settings;
  private final BenchSettings bench;
  private final Progress progress;
  private final Batching batching;
  private final EngineRun engines;

  /**
   * Prepares the images.
   *
   * @param model stays open; the caller closes it
   */
  EngineComparison(LoadedModel model, Settings settings, Progress progress) {
    this.model = model;
    this.settings = settings;
    this.bench = settings.bench();
    this.progress = progress;
    this.batching = settings.mine().batching().on(model.device());
    this.engines = new EngineRun(model, images(), bench.threads());
  }

  private List<Pixels> images() {
    return bench
        .photos()
        .map(
            directory ->
                BenchImages.photos(
                    model.manifest(), settings.ingest().limits(), directory, bench.images()))
        .orElseGet(() -> BenchImages.scenes(model.manifest(), bench.images()));
  }

  /** Runs every engine and compares them. */
  BenchEngineSummary run() {
    ExperimentSettings asked = settings.experiment();
    double peak = peak();
    EngineRun.Result published = bench.published() ? run(PUBLISHED, 1, this::published) : null;
    EngineRun.Result exhaustive = run(EXHAUSTIVE, 1, this::exhaustive);
    ExperimentSettings judging = thresholds(asked, exhaustive.findings());
    // First without measuring, so that neither compilation nor the first use of memory is timed.
    warmUp(judging);
    EngineRun.Result cascade = run(CASCADE, batching.images(), cascade(judging));
    peak = Math.max(peak, peak());
    List<EngineCost> costs = new ArrayList<>();
    Agreement agreement = Agreement.of(cascade.findings(), judged(exhaustive.findings(), judging));
    if (published != null) {
      costs.add(cost(PUBLISHED, published, peak));
      agreement =
          agreement.and(Agreement.of(cascade.findings(), judged(published.findings(), judging)));
    }
    costs.add(cost(EXHAUSTIVE, exhaustive, peak));
    costs.add(cost(CASCADE, cascade, peak));
    return new BenchEngineSummary(
        model.manifest().name(),
        engines.images(),
        bench.threads(),
        peak / 1e9,
        redundantShare(cascade.findings()),
        costs,
        published == null ? null : published.seconds() / cascade.seconds(),
        exhaustive.seconds() / cascade.seconds(),
        agreement.sameVerdicts(),
        agreement.largest(),
        agreement);
  }

  private EngineRun.Procedure published(LoadedModel loaded, StageWatch watch) {
    PublishedProcedure procedure = new PublishedProcedure(loaded, settings.experiment(), watch);
    return images -> images.stream().map(procedure::examine).toList();
  }

  private EngineRun.Procedure exhaustive(LoadedModel loaded, StageWatch watch) {
    ExhaustiveEngine engine = new ExhaustiveEngine(loaded, settings.experiment(), batching, watch);
    return images ->
        images.stream()
            .map(pixels -> engine.examine(loaded.vision().tokens(List.of(pixels)).get(0)))
            .toList();
  }

  private EngineRun.Start cascade(ExperimentSettings judging) {
    return (loaded, watch) -> {
      ImageExaminer examiner =
          new ImageExaminer(loaded, new CascadeEngine(loaded, judging, batching, watch), batching);
      return images ->
          examiner.examine(examiner.encode(images)).stream()
              .map(EngineComparison::findings)
              .toList();
    };
  }

  private static List<TokenFinding> findings(ExaminedImage image) {
    if (image.failure() != null) {
      throw new IllegalStateException("the cascade failed: " + image.failure());
    }
    return image.findings();
  }

  private void warmUp(ExperimentSettings judging) {
    engines.run(
        cascade(judging), batching.images(), Progress.silent().phase(CASCADE, Amount.UNCOUNTED));
  }

  private EngineRun.Result run(String name, int groupSize, EngineRun.Start start) {
    try (Progress.Phase phase =
        progress.phase("Examining, " + name, Amount.images(engines.images()))) {
      return engines.run(start, groupSize, phase);
    }
  }

  private EngineCost cost(String name, EngineRun.Result result, double peak) {
    return EngineCost.of(
        name, engines.images(), result.seconds(), result.work(), result.stageWork(), peak);
  }

  /**
   * Operations a second of all threads together, each multiplying matrices of its own. Threads
   * share one GPU, which a single one fills: the best rounds of several would add up to more.
   */
  private double peak() {
    DoubleAdder sum = new DoubleAdder();
    int threads = model.device().isGpu() ? 1 : bench.threads();
    Threads.each(threads, thread -> sum.add(MatrixRate.measure(model)));
    return sum.sum();
  }

  private ExperimentSettings thresholds(
      ExperimentSettings asked, List<List<TokenFinding>> findings) {
    if (bench.thresholds() == BenchSettings.Thresholds.SETTINGS) {
      return asked;
    }
    List<TokenScores> scores =
        findings.stream().flatMap(List::stream).map(TokenFinding::scores).toList();
    return asked.withThresholds(
        Quantiles.of(scores.stream().mapToDouble(TokenScores::top1Probability).toArray())
            .between(settings.calibrate().top1Quantile()),
        Quantiles.of(
                scores.stream()
                    .mapToDouble(s -> asked.combined(s.regionDivergence(), s.globalDivergence()))
                    .toArray())
            .between(settings.calibrate().divergenceQuantile()));
  }

  /** Scores do not depend on thresholds, verdicts do. */
  private static List<List<TokenFinding>> judged(
      List<List<TokenFinding>> images, ExperimentSettings settings) {
    return images.stream()
        .map(findings -> findings.stream().map(f -> judged(f, settings)).toList())
        .toList();
  }

  private static TokenFinding judged(TokenFinding finding, ExperimentSettings settings) {
    return new TokenFinding(
        finding.token(),
        finding.clsRank(),
        finding.scores(),
        Verdict.of(finding.scores(), settings));
  }

  private static double redundantShare(List<List<TokenFinding>> images) {
    return images.stream()
        .flatMap(List::stream)
        .mapToInt(finding -> finding.verdict().redundant() ? 1 : 0)
        .average()
        .orElse(0);
  }
}
