package org.tokenquarry.jobs.publish;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.AccuracyFloor;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.FigureNames;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/** The conditions of publication, each with the figure that decides it. */
final class Gate {

  private static final String RANDOM = "random";

  private final Warehouse warehouse;
  private final PublishSettings settings;

  Gate(Warehouse warehouse, PublishSettings settings) {
    this.warehouse = warehouse;
    this.settings = settings;
  }

  /** Every condition that a version does not meet; none where it may be published. */
  List<Problem> problems(CodebookVersion candidate) {
    List<Problem> problems = new ArrayList<>();
    prototypes(candidate, problems);
    quarantined(problems);
    List<Row> figures =
        warehouse
            .read(Tables.EVALUATIONS)
            .filter(
                col("version")
                    .equalTo(candidate.version())
                    .and(
                        col("question_set")
                            .startsWith(FigureNames.questionSetPrefix(FigureNames.ALL))))
            .sort(col("keep").desc())
            .collectAsList();
    if (!figures.isEmpty()) {
      settings.minRelativeAccuracy().forEach(floor -> floor(candidate, floor, figures, problems));
      rivals(candidate).forEach(rival -> compared(candidate, rival, figures, problems));
    } else if (settings.requireEvaluation()) {
      problems.add(
          new Problem(
              "not-evaluated",
              "Version " + candidate.version() + " was not evaluated.",
              "Run evaluate first, or set publish.requireEvaluation=false."));
    }
    return problems;
  }

  private void prototypes(CodebookVersion candidate, List<Problem> problems) {
    if (candidate.prototypes() < settings.minPrototypes()) {
      problems.add(
          new Problem(
              "too-few-prototypes",
              "Version "
                  + candidate.version()
                  + " has "
                  + candidate.prototypes()
                  + " prototypes; publish.minPrototypes asks for "
                  + settings.minPrototypes()
                  + ".",
              "Mine more images or loosen the thresholds."));
    }
  }

  /** Things that were put aside, of these and the images that were taken in. */
  private void quarantined(List<Problem> problems) {
    Dataset<Row> things =
        warehouse.read(Tables.QUARANTINE).select("stage", "source_uri", "image_id").distinct();
    long aside = things.count();
    // What mine put aside is still among the images.
    long neverTaken = things.filter(col("stage").notEqual("mine")).count();
    long images = warehouse.read(Tables.IMAGES).count() + neverTaken;
    double share = images == 0 ? 0 : (double) aside / images;
    if (share > settings.maxQuarantinedShare()) {
      problems.add(
          new Problem(
              "too-many-quarantined",
              String.format(
                  Locale.ROOT,
                  "%d of %d images were put aside, which is a share of %.4f;"
                      + " publish.maxQuarantinedShare allows %.4f.",
                  aside,
                  images,
                  share,
                  settings.maxQuarantinedShare()),
              "Look at the reasons in the table quarantine."));
    }
  }

  private void floor(
      CodebookVersion candidate, AccuracyFloor floor, List<Row> figures, List<Problem> problems) {
    OptionalDouble reached =
        at(figures, settings.pruner(), FigureNames.RELATIVE)
            .filter(row -> row.<Double>getAs("keep") == floor.keep())
            .mapToDouble(row -> row.<Double>getAs("value"))
            .findFirst();
    if (reached.isEmpty()) {
      problems.add(
          new Problem(
              "not-evaluated",
              String.format(
                  Locale.ROOT,
                  "Version %d has no relative accuracy of %s at %.0f %% kept, which"
                      + " publish.minRelativeAccuracy asks for.",
                  candidate.version(),
                  settings.pruner(),
                  100 * floor.keep()),
              "Evaluate it at this budget, with questions that have answers."));
    } else if (reached.getAsDouble() < floor.relative()) {
      problems.add(
          new Problem(
              "accuracy-too-low",
              String.format(
                  Locale.ROOT,
                  "Version %d reaches a relative accuracy of %.4f at %.0f %% kept;"
                      + " publish.minRelativeAccuracy asks for %.4f.",
                  candidate.version(),
                  reached.getAsDouble(),
                  100 * floor.keep(),
                  floor.relative()),
              "Mine more images or tighten the thresholds."));
    }
  }

  private List<Rival> rivals(CodebookVersion candidate) {
    List<Rival> rivals = new ArrayList<>();
    if (settings.notWorseThanRandom()) {
      rivals.add(new Rival(RANDOM, "random tokens", "random", "publish.notWorseThanRandom"));
    }
    if (settings.notWorseThanPublished()) {
      new Codebooks(warehouse)
          .complete().stream()
              .filter(v -> v.status() == Status.PUBLISHED && v.version() != candidate.version())
              .map(CodebookVersion::version)
              .map(
                  v ->
                      new Rival(
                          FigureNames.codebook(v),
                          "the published version " + v,
                          "published",
                          "publish.notWorseThanPublished"))
              .forEach(rivals::add);
    }
    return rivals;
  }

  /** The rival is better beyond the interval where its difference to us lies above 0. */
  private void compared(
      CodebookVersion candidate, Rival rival, List<Row> figures, List<Problem> problems) {
    List<Row> differences = at(figures, rival.pruner(), FigureNames.DIFFERENCE).toList();
    // Differences are to the reference, which has none to itself.
    boolean toAnother =
        at(figures, settings.pruner(), FigureNames.DIFFERENCE).findFirst().isPresent();
    if (differences.isEmpty() || toAnother) {
      problems.add(
          new Problem(
              "not-compared-with-" + rival.code(),
              "Version "
                  + candidate.version()
                  + " was not compared with "
                  + rival.words()
                  + ", which "
                  + rival.setting()
                  + " asks for.",
              "Run evaluate again, with "
                  + settings.pruner()
                  + " as evaluate.reference and random among evaluate.pruners."));
      return;
    }
    differences.stream()
        .filter(row -> row.<Double>getAs("low") > 0)
        .findFirst()
        .ifPresent(row -> problems.add(worse(candidate, rival, row)));
  }

  private static Problem worse(CodebookVersion candidate, Rival rival, Row row) {
    return new Problem(
        "worse-than-" + rival.code(),
        String.format(
            Locale.ROOT,
            "At %.0f %% kept the accuracy of %s exceeds that of version %d by %.4f (95 %% interval"
                + " %.4f to %.4f); %s refuses that.",
            100 * row.<Double>getAs("keep"),
            rival.words(),
            candidate.version(),
            row.<Double>getAs("value"),
            row.<Double>getAs("low"),
            row.<Double>getAs("high"),
            rival.setting()),
        "Mine more images or calibrate again.");
  }

  private static Stream<Row> at(List<Row> figures, String pruner, String metric) {
    return figures.stream()
        .filter(row -> row.getAs("pruner").equals(pruner) && row.getAs("metric").equals(metric));
  }

  /**
   * Whom a version must not be worse than.
   *
   * @param pruner its row
   * @param words the same for people
   * @param code the same in codes of problems
   * @param setting that asks for it
   */
  private record Rival(String pruner, String words, String code, String setting) {}
}
