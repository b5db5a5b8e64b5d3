package org.tokenquarry.jobs.report.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.error.Problem;
import org.tokenquarry.scene.RenderedScene;
import org.tokenquarry.scene.Scene;
import org.tokenquarry.scene.SceneGenerator;
import org.tokenquarry.scene.SceneRenderer;
import org.tokenquarry.token.TokenGrid;

/** Made-up models: one with everything, one with nothing. */
final class SampleReports {

  /** A name that breaks a page which does not escape it. */
  static final String HOSTILE_NAME = "<script>alert(1)</script> & \"quoted\" 'name'.png";

  private static final TokenGrid GRID = new TokenGrid(12, 12);
  private static final int PICTURES = 12;
  private static final List<String> WORDS =
      List.of("wall", "grass", "sand", "brick", "circle", "red", "star", "nothing");

  private SampleReports() {}

  /** Every part filled. */
  static ReportModel rich() {
    List<RenderedScene> scenes =
        IntStream.range(0, PICTURES)
            .mapToObj(new SceneGenerator(7)::scene)
            .map(new SceneRenderer()::render)
            .toList();
    return new ReportModel(
        new RunFacts(
            OptionalInt.of(3),
            "candidate",
            "projected",
            "tiny-vlm",
            "3f".repeat(32),
            "a1".repeat(32),
            "run-2026-11-20",
            Instant.parse("2026-11-20T02:13:00Z"),
            64,
            9216,
            2241,
            prototypes(PrototypeForm.MEMBERS).size()),
        List.of(
            new Problem(
                "too-few-prototypes",
                "Version 3 has 2 prototypes; publish.minPrototypes asks for 9 < 10.",
                "Mine more images or loosen the thresholds.")),
        thresholds(),
        funnel(),
        distributions(),
        IntStream.range(0, PICTURES).mapToObj(i -> picture(scenes.get(i), i)).toList(),
        new TokenMaps(
            "Redundancy",
            "Largest cosine similarity to a prototype, rescaled: 0 = like none, 1 = equal to one.",
            IntStream.range(0, PICTURES).mapToObj(i -> map(scenes.get(i), i)).toList()),
        prototypes(PrototypeForm.MEMBERS),
        List.of(evaluation("held-out scenes", 1.0), crowded("small objects", 0.93)),
        WORDS.stream().map(SampleReports::word).toList(),
        analysis(),
        Optional.of(drift()),
        new Provenance(
            "TokenQuarry 0.1.0",
            "{\n  \"mine\" : {\n    \"thetaP\" : 0.31,\n    \"note\" : \"a < b & c\"\n  }\n}",
            "77".repeat(32),
            List.of(
                new Provenance.Table("images", 4, 64),
                new Provenance.Table("experiments", 9, 9216)),
            "calibrated by quantiles on 40 images",
            "This model has seen drawings only."));
  }

  /** The same with prototypes of another form, of which a cluster has but one. */
  static ReportModel rich(PrototypeForm form) {
    ReportModel model = rich();
    Map<Integer, Prototype> first = new TreeMap<>();
    prototypes(form).forEach(prototype -> first.putIfAbsent(prototype.cluster(), prototype));
    return with(model, List.copyOf(first.values()), model.evaluations());
  }

  /** The same with other evaluations. */
  static ReportModel rich(List<Evaluation> evaluations) {
    ReportModel model = rich();
    return with(model, model.prototypes(), evaluations);
  }

  private static ReportModel with(
      ReportModel model, List<Prototype> prototypes, List<Evaluation> evaluations) {
    return new ReportModel(
        model.run(),
        model.refusals(),
        model.thresholds(),
        model.funnel(),
        model.distributions(),
        model.pictures(),
        model.tokenMaps(),
        prototypes,
        evaluations,
        model.words(),
        model.analysis(),
        model.drift(),
        model.provenance());
  }

  /** Nothing mined, nothing evaluated. */
  static ReportModel empty() {
    return new ReportModel(
        new RunFacts(
            OptionalInt.empty(),
            "none",
            "projected",
            "tiny-vlm",
            "",
            "",
            "run-0",
            Instant.EPOCH,
            0,
            0,
            0,
            0),
        List.of(),
        List.of(),
        new Funnel(List.of(), List.of()),
        List.of(),
        List.of(),
        new TokenMaps("Redundancy", "", List.of()),
        List.of(),
        List.of(),
        List.of(),
        Analysis.NONE,
        Optional.empty(),
        new Provenance("TokenQuarry 0.1.0", "{}", "", List.of(), "as set", ""));
  }

  private static List<ReportModel.Threshold> thresholds() {
    return List.of(
        new ReportModel.Threshold(
            "theta-p", 0.31, "A token whose top-1 probability is below says little by itself."),
        new ReportModel.Threshold(
            "theta-j", 9.1e-5, "A token whose combined divergence is below changes little."),
        new ReportModel.Threshold(
            "u-min", 4, "A cluster must come from more distinct images than this."));
  }

  private static Funnel funnel() {
    return new Funnel(
        List.of(
            new Funnel.Stage("within-image clusters", 9216, 6120),
            new Funnel.Stage("single token", 6120, 3710),
            new Funnel.Stage("region leave-one-out", 3710, 2894),
            new Funnel.Stage("global leave-one-out", 2894, 2241),
            new Funnel.Stage("context-independent condition", 2241, 41)),
        List.of(
            new Funnel.Quarantined("decode", "truncated", 2),
            new Funnel.Quarantined("decode", "too-many-pixels", 1)));
  }

  private static List<Distribution> distributions() {
    Random random = new Random(1);
    double[] top1 =
        DoubleStream.generate(() -> Math.min(0.99, 0.149 + Math.abs(random.nextGaussian()) * 0.24))
            .limit(9216)
            .toArray();
    return List.of(
        Distribution.of(
            "Top-1 probability",
            "probability",
            "How sure the model is of one word when it sees this token alone.",
            top1,
            AxisScale.LINEAR,
            OptionalDouble.of(0.31)),
        Distribution.of(
            "Region divergence",
            "nats",
            "What changes when the token is taken out of its 3×3 window.",
            divergences(random, -4.4, 3710),
            AxisScale.LOG,
            OptionalDouble.empty()),
        Distribution.of(
            "Global divergence",
            "nats",
            "What changes when its window is taken out of the whole image.",
            divergences(random, -4.9, 2894),
            AxisScale.LOG,
            OptionalDouble.empty()),
        Distribution.of(
            "Combined divergence",
            "nats",
            "Region plus 16 times global divergence.",
            divergences(random, -3.9, 2894),
            AxisScale.LOG,
            OptionalDouble.of(9.1e-5)));
  }

  private static double[] divergences(Random random, double centre, int measured) {
    return IntStream.range(0, 9216)
        .mapToDouble(
            i ->
                i >= measured
                    ? Double.NaN
                    : i % 90 == 0 ? 0 : Math.pow(10, centre + 0.8 * random.nextGaussian()))
        .toArray();
  }

  private static Picture picture(RenderedScene scene, int i) {
    String name = i == 0 ? HOSTILE_NAME : "scene-%05d.png".formatted(i);
    return new Picture(imageId(i), name, "image/png", png(scene.rgb()), Scene.SIZE, Scene.SIZE);
  }

  private static String imageId(int i) {
    return "%064x".formatted(i + 1);
  }

  private static TokenMap map(RenderedScene scene, int i) {
    Random random = new Random(i);
    List<TokenMap.Score> scores = new ArrayList<>();
    for (int token = 0; token < GRID.size(); token++) {
      double value = 0.95 - 0.8 * scene.coverage()[token] / 255.0 - 0.35 * random.nextDouble();
      if (i != 2 || token % 7 != 0) {
        scores.add(new TokenMap.Score(token, Math.max(0, value), value > 0.8));
      }
    }
    return new TokenMap(
        imageId(i),
        GRID,
        scores,
        List.of(
            new TokenMap.Selection("codebook", least(scores, 29)),
            new TokenMap.Selection("random", least(scores.subList(40, scores.size()), 29))));
  }

  private static List<Integer> least(List<TokenMap.Score> scores, int count) {
    return scores.stream()
        .sorted(Comparator.comparingDouble(TokenMap.Score::value))
        .limit(count)
        .map(TokenMap.Score::token)
        .toList();
  }

  private static List<Prototype> prototypes(PrototypeForm form) {
    return IntStream.range(0, 41)
        .mapToObj(
            i ->
                new Prototype(
                    i,
                    form,
                    i < 30 ? 0 : 5,
                    imageId(i % (PICTURES + 1)),
                    (i * 37 + 5) % GRID.size(),
                    GRID,
                    i < 30 ? 23 : 11,
                    i < 30 ? 30 : 11,
                    WORDS.get(i % WORDS.size()),
                    OptionalDouble.of(0.15 + i * 0.003),
                    OptionalDouble.of(1.3e-5 * (i + 1)),
                    i % 5 == 0 ? OptionalDouble.empty() : OptionalDouble.of(2.1e-6 * (i + 1))))
        .toList();
  }

  private static Evaluation evaluation(String name, double factor) {
    double unpruned = 0.872;
    return new Evaluation(
        name,
        Evaluation.ACCURACY,
        3120,
        520,
        unpruned,
        List.of(
            series("random", unpruned, factor, 0.99, 0.975, 0.93, 0.86, 0.74),
            series("[CLS] similarity", unpruned, factor, 0.91, 0.875, 0.835, 0.80, 0.76),
            series("codebook", unpruned, factor, 1.008, 1.004, 0.986, 0.948, 0.871),
            series("codebook, diverse", unpruned, factor, 1.006, 1.005, 1.002, 0.989, 0.941),
            series("G-Prune", unpruned, factor, 1.002, 1.001, 0.999, 0.962, 0.885),
            series("DivPrune", unpruned, factor, 1.003, 1.001, 1.003, 0.984, 0.912)));
  }

  /** As many pruners as there are. */
  private static Evaluation crowded(String name, double factor) {
    Evaluation few = evaluation(name, factor);
    return new Evaluation(
        name,
        few.measure(),
        few.questions(),
        few.images(),
        few.unpruned(),
        Stream.concat(
                few.series().stream(),
                IntStream.range(0, 22)
                    .mapToObj(
                        i ->
                            series(
                                i == 21 ? "fastv" : "published-method-%02d".formatted(i),
                                few.unpruned(),
                                factor,
                                0.995,
                                0.99 - 0.001 * i,
                                0.97 - 0.003 * i,
                                0.94 - 0.006 * i,
                                0.90 - 0.01 * i)))
            .toList());
  }

  private static Analysis analysis() {
    Random random = new Random(5);
    return new Analysis(
        192,
        12,
        "[CLS]",
        true,
        List.of(
            relation(random, "Top-1 probability", AxisScale.LINEAR, "similarity to [CLS]"),
            relation(random, "Combined divergence", AxisScale.LOG, "similarity to [CLS]"),
            relation(random, "Top-1 probability", AxisScale.LINEAR, "text-to-image attention"),
            relation(random, "Combined divergence", AxisScale.LOG, "text-to-image attention")),
        List.of(
            new Analysis.Group(
                "Sure of a word, though unlike [CLS]",
                "Of the half of the tokens least similar to [CLS], the most probable words.",
                IntStream.range(0, 4).mapToObj(SampleReports::portrait).toList()),
            new Analysis.Group(
                "Says nothing", "Of no image of this page.", List.of(portrait(PICTURES)))));
  }

  private static Relation relation(Random random, String score, AxisScale scale, String against) {
    return new Relation(
        score,
        scale == AxisScale.LOG ? "nats" : "probability",
        scale,
        against,
        against.endsWith("attention") ? AxisScale.LOG : AxisScale.LINEAR,
        IntStream.range(0, 192)
            .mapToObj(
                i ->
                    new Relation.Pair(
                        random.nextDouble(),
                        i % 50 == 0 ? 0 : Math.exp(-3 - random.nextDouble() * 2)))
            .toList());
  }

  private static Analysis.Token portrait(int i) {
    return new Analysis.Token(
        imageId(i),
        13 + 3 * i,
        GRID,
        -0.2 + 0.1 * i,
        i == 1 ? OptionalDouble.empty() : OptionalDouble.of(0.004),
        List.of(new Analysis.Said("wall", 0.61), new Analysis.Said("<script>", 0.2)),
        new Analysis.Effect(
            0.02, List.of(new Analysis.Added("red", 3.4844), new Analysis.Added("grass", -1.2))),
        new Analysis.Effect(1.2e-5, List.of(new Analysis.Added("red", 0.2969))));
  }

  private static Drift drift() {
    return new Drift(
        2,
        new Drift.Prototypes(12, 7, 29),
        0.231,
        0.243,
        true,
        List.of(new Drift.Setting("cluster.clusters", "24", "64")),
        List.of(
            new Drift.Accuracy("all", "codebook", 0.2, estimate(0.84), estimate(0.86)),
            new Drift.Accuracy("all", "codebook", 0.05, estimate(0.75), estimate(0.71))));
  }

  private static Drift.Estimate estimate(double value) {
    return new Drift.Estimate(
        value, OptionalDouble.of(value - 0.013), OptionalDouble.of(value + 0.012));
  }

  private static Evaluation.Series series(
      String pruner, double unpruned, double factor, double... relative) {
    double[] budgets = {0.5, 0.33, 0.2, 0.1, 0.05};
    return new Evaluation.Series(
        pruner,
        IntStream.range(0, budgets.length)
            .mapToObj(
                i -> {
                  double value = relative[i] * (1 - (1 - factor) * (1 - budgets[i]));
                  double accuracy = unpruned * value;
                  return new Evaluation.Point(
                      budgets[i],
                      accuracy,
                      value,
                      OptionalDouble.of(accuracy - 0.013),
                      OptionalDouble.of(accuracy + 0.012),
                      new Evaluation.Detail(
                          OptionalDouble.of(0.02 * (1.1 - value)),
                          OptionalDouble.of(Math.min(1, value)),
                          i % 2 == 0
                              ? OptionalDouble.of(0.9 * (1 - budgets[i]))
                              : OptionalDouble.empty()));
                })
            .toList());
  }

  private static ReportModel.Word word(String text) {
    long tokens = 2600 / (WORDS.indexOf(text) + 1);
    long redundant = tokens * (8 - WORDS.indexOf(text)) / 12;
    return new ReportModel.Word(text, tokens, redundant, 0.2 + 0.05 * WORDS.indexOf(text));
  }

  private static byte[] png(byte[] rgb) {
    BufferedImage image = new BufferedImage(Scene.SIZE, Scene.SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < Scene.SIZE * Scene.SIZE; i++) {
      int colour = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255);
      image.setRGB(i % Scene.SIZE, i / Scene.SIZE, colour);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
