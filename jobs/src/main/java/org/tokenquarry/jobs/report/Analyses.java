package org.tokenquarry.jobs.report;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.report.chart.AxisScale;
import org.tokenquarry.jobs.report.chart.Relation;
import org.tokenquarry.jobs.report.page.Analysis;
import org.tokenquarry.jobs.spark.CountedPhase;
import org.tokenquarry.jobs.spark.ModelTasks;
import org.tokenquarry.jobs.spark.SparkProgress;
import org.tokenquarry.task.AnalyseTokens;
import org.tokenquarry.token.TokenGrid;

/** Runs the paper's analyses on a sample of tokens. Executors measure, the driver arranges. */
final class Analyses {

  /** Number of tokens that a group shows. */
  private static final int SHOWN = 4;

  private static final String ATTENTION = "text-to-image attention";

  private final List<Row> tokens;
  private final ExperimentSettings settings;
  private final String clsName;
  private final LongFunction<String> decode;

  private Analyses(
      List<Row> tokens, ExperimentSettings settings, String clsName, LongFunction<String> decode) {
    this.tokens = tokens;
    this.settings = settings;
    this.clsName = clsName;
    this.decode = decode;
  }

  /**
   * Measures tokens in executors and arranges the result.
   *
   * @param images rows with image id and pixels, a few in each partition
   * @param count number of images
   * @param tasks what Spark gives to a task
   * @param analyse what executors measure, and how
   * @param clsName what the similarity is to: [CLS] or the mean patch
   * @param decode gives the text of a token id
   * @param progress counts the images
   */
  static Analysis of(
      Dataset<Row> images,
      int count,
      ModelTasks tasks,
      AnalyseTokens analyse,
      String clsName,
      LongFunction<String> decode,
      SparkProgress progress) {
    if (count == 0) {
      return Analysis.NONE;
    }
    CountedPhase analysing = progress.counted("Analysing", Amount.images(count));
    List<Row> tokens =
        tasks
            .map(images, analysing.inputs(analyse, image -> 1, count), AnalyseTokens.OUTPUT)
            .collectAsList()
            .stream()
            // Here, because to sort by range Spark would analyse everything twice.
            .sorted(
                Comparator.comparing((Row row) -> row.<String>getAs("image_id"))
                    .thenComparing(row -> row.<Integer>getAs("token_index")))
            .toList();
    analysing.done();
    progress.uncounted("Writing the page");
    return of(tokens, analyse.settings(), clsName, decode);
  }

  /**
   * Arranges tokens that were measured.
   *
   * @param tokens at least one row of {@link AnalyseTokens#OUTPUT}, by image and token
   */
  static Analysis of(
      List<Row> tokens, ExperimentSettings settings, String clsName, LongFunction<String> decode) {
    return new Analyses(tokens, settings, clsName, decode).analysis();
  }

  private Analysis analysis() {
    long images = tokens.stream().map(row -> row.getAs("image_id")).distinct().count();
    boolean attention = tokens.stream().anyMatch(row -> row.getAs("attention") != null);
    List<Relation> similarity =
        relations("similarity to " + clsName, AxisScale.LINEAR, "cls_cosine");
    List<Relation> attended =
        attention ? relations(ATTENTION, AxisScale.LOG, "attention") : List.of();
    return new Analysis(
        tokens.size(),
        images,
        clsName,
        attention,
        Stream.concat(similarity.stream(), attended.stream()).toList(),
        groups());
  }

  private List<Relation> relations(String against, AxisScale scale, String column) {
    return List.of(
        new Relation(
            "Top-1 probability",
            "probability",
            AxisScale.LINEAR,
            against,
            scale,
            pairs(column, Analyses::top1)),
        new Relation(
            "Combined divergence",
            "nats",
            AxisScale.LOG,
            against,
            scale,
            pairs(column, this::combined)));
  }

  private List<Relation.Pair> pairs(String column, ToDoubleFunction<Row> score) {
    return tokens.stream()
        .filter(row -> row.getAs(column) != null)
        .map(row -> new Relation.Pair(row.<Double>getAs(column), score.applyAsDouble(row)))
        .toList();
  }

  private List<Analysis.Group> groups() {
    double[] cosines = tokens.stream().mapToDouble(Analyses::cosine).sorted().toArray();
    double middle = cosines[cosines.length / 2];
    List<Row> unlike = tokens.stream().filter(row -> cosine(row) < middle).toList();
    List<Row> like = tokens.stream().filter(row -> cosine(row) >= middle).toList();
    return List.of(
        new Analysis.Group(
            "Sure of a word, though unlike " + clsName,
            "The highest top-1 probabilities in the half of the sample that is least similar to "
                + clsName
                + ", one token for each image.",
            first(unlike, row -> -top1(row))),
        new Analysis.Group(
            "Like " + clsName + ", though sure of no word",
            "The lowest top-1 probabilities in the other half, one token for each image.",
            first(like, Analyses::top1)),
        new Analysis.Group(
            "Changes the answer about its region most",
            "The largest region divergences of the sample, one token for each image.",
            first(tokens, row -> -row.<Double>getAs("region_divergence"))));
  }

  private List<Analysis.Token> first(List<Row> among, ToDoubleFunction<Row> order) {
    Set<String> images = new HashSet<>();
    // The sort is stable, so equal tokens stay in the order of their image and index.
    return among.stream()
        .sorted(Comparator.comparingDouble(order))
        .filter(row -> images.add(row.getAs("image_id")))
        .limit(SHOWN)
        .map(this::described)
        .toList();
  }

  private Analysis.Token described(Row row) {
    Double attention = row.getAs("attention");
    return new Analysis.Token(
        row.getAs("image_id"),
        row.getAs("token_index"),
        new TokenGrid(row.getAs("rows"), row.getAs("cols")),
        cosine(row),
        attention == null ? OptionalDouble.empty() : OptionalDouble.of(attention),
        words(row, "says").stream()
            .map(word -> new Analysis.Said(text(word), word.getAs("probability")))
            .toList(),
        effect(row, "region_divergence", "region_words"),
        effect(row, "global_divergence", "image_words"));
  }

  private Analysis.Effect effect(Row row, String divergence, String words) {
    return new Analysis.Effect(
        row.<Double>getAs(divergence),
        words(row, words).stream()
            .map(word -> new Analysis.Added(text(word), word.getAs("logits")))
            .toList());
  }

  private String text(Row word) {
    return decode.apply(word.<Integer>getAs("word"));
  }

  private static List<Row> words(Row row, String column) {
    return row.getList(row.fieldIndex(column));
  }

  private static double cosine(Row row) {
    return row.<Double>getAs("cls_cosine");
  }

  private static double top1(Row row) {
    return words(row, "says").get(0).<Double>getAs("probability");
  }

  private double combined(Row row) {
    return settings.combined(row.getAs("region_divergence"), row.getAs("global_divergence"));
  }
}
