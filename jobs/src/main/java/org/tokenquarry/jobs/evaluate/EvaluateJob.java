package org.tokenquarry.jobs.evaluate;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.FigureNames;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Shared;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.sql.AskPlan;
import org.tokenquarry.sql.AskQuestions;
import org.tokenquarry.sql.PrunerPlan;
import org.tokenquarry.token.TokenMatrix;

/**
 * Measures the accuracy on held-out questions with the tokens that a codebook keeps, beside random
 * tokens, tokens by [CLS] similarity and a grid, at several budgets.
 *
 * <p>Input tables: {@code images} of the split {@code heldout}, {@code codebooks}, {@code
 * prototypes}; a file of questions. Output table: {@code evaluations}. Example:
 *
 * <pre>
 * {@code tokenquarry evaluate --warehouse warehouse --set evaluate.questions=heldout/questions.jsonl}
 * </pre>
 *
 * <p>Failure modes: no codebook, no questions, images of questions that were not ingested or that
 * were mined ({@link UserException}).
 */
public final class EvaluateJob {

  private final Warehouse warehouse;
  private final RunInfo run;
  private final EvaluateOptions options;

  /** Plans a run. */
  public EvaluateJob(Warehouse warehouse, RunInfo run, EvaluateOptions options) {
    this.warehouse = warehouse;
    this.run = run;
    this.options = options;
  }

  /** Judges one version. */
  public EvaluateSummary run(CodebookVersion codebook) {
    QuestionSet questions =
        QuestionSet.read(warehouse.spark().sessionState().newHadoopConf(), options.questions());
    Dataset<Row> images = heldOut(questions);
    AskPlan plan =
        new AskPlan(
            options.model(),
            options.device(),
            options.limits(),
            options.keeps(),
            Shared.with(warehouse.spark(), pruners(codebook)));
    List<Row> counts =
        images
            .repartition(
                1 + (questions.byImage().size() - 1) / options.imagesPerTask(), col("image_id"))
            .mapPartitions(new AskQuestions(plan), Encoders.row(AskQuestions.OUTPUT))
            .collectAsList();
    Figures figures = new Figures(counts, new Bootstrap(options.resamples()));
    write(codebook, questions, figures);
    return summary(codebook, questions, figures.rows(FigureNames.ALL));
  }

  /** Images with the questions about them. */
  private Dataset<Row> heldOut(QuestionSet questions) {
    List<Row> rows = new ArrayList<>();
    questions
        .byImage()
        .forEach(
            (imageId, asked) ->
                rows.add(
                    RowFactory.create(
                        imageId,
                        asked.stream()
                            .map(q -> RowFactory.create(q.set(), q.text(), q.answers().toArray()))
                            .toArray())));
    Dataset<Row> wanted = warehouse.spark().createDataFrame(rows, AskQuestions.INPUT);
    Dataset<Row> found =
        warehouse
            .read(Tables.IMAGES)
            .filter(col("split").equalTo(Split.HELDOUT))
            .select("image_id", "content")
            .join(wanted, "image_id");
    long missing = rows.size() - found.count();
    if (missing > 0) {
      throw new UserException(
          "images-not-held-out",
          missing
              + " of the "
              + rows.size()
              + " images that the questions "
              + options.questions()
              + " are about are not in the warehouse as held-out images.",
          "Ingest them with --split heldout; images that were mined cannot judge a codebook.");
    }
    return found;
  }

  private PrunerPlan pruners(CodebookVersion codebook) {
    TokenMatrix prototypes = new Codebooks(warehouse).embeddings(codebook.version());
    return new PrunerPlan(
        prototypes.values(), prototypes.dim(), options.pruners(), options.seeds());
  }

  private void write(CodebookVersion codebook, QuestionSet questions, Figures figures) {
    List<Row> rows = new ArrayList<>();
    for (String set : figures.sets()) {
      List<EvaluationRow> ofSet = figures.rows(set);
      double unpruned = unpruned(ofSet).accuracy();
      rows.add(images(codebook, questions, set));
      for (EvaluationRow row : ofSet) {
        rows.add(figure(codebook, questions, set, row, FigureNames.ACCURACY, row.accuracy(), 1));
        if (row.relative() != null) {
          rows.add(
              figure(
                  codebook, questions, set, row, FigureNames.RELATIVE, row.relative(), unpruned));
        }
      }
    }
    Dataset<Row> table =
        warehouse.spark().createDataFrame(rows, Tables.EVALUATIONS.schema()).coalesce(1);
    warehouse.replace(Tables.EVALUATIONS, "version = " + codebook.version(), table, run);
  }

  /** How many images a set's figures rest on, as a figure of its own. */
  private static Row images(CodebookVersion codebook, QuestionSet questions, String set) {
    double images = questions.images(set);
    return RowFactory.create(
        codebook.version(),
        AskQuestions.UNPRUNED,
        1.0,
        name(questions, set),
        FigureNames.IMAGES,
        images,
        images,
        images,
        questions.size(set));
  }

  private static Row figure(
      CodebookVersion codebook,
      QuestionSet questions,
      String set,
      EvaluationRow row,
      String metric,
      double value,
      double unit) {
    return RowFactory.create(
        codebook.version(),
        row.pruner(),
        row.keep(),
        name(questions, set),
        metric,
        value,
        row.low() / unit,
        row.high() / unit,
        questions.size(set));
  }

  private EvaluateSummary summary(
      CodebookVersion codebook, QuestionSet questions, List<EvaluationRow> rows) {
    EvaluationRow unpruned = unpruned(rows);
    return new EvaluateSummary(
        codebook.version(),
        name(questions, FigureNames.ALL),
        questions.byImage().size(),
        questions.size(),
        unpruned.accuracy(),
        rows.stream().filter(row -> !row.equals(unpruned)).toList());
  }

  private static String name(QuestionSet questions, String set) {
    return FigureNames.questionSet(set, questions.digest());
  }

  private static EvaluationRow unpruned(List<EvaluationRow> rows) {
    return rows.stream()
        .filter(row -> row.pruner().equals(AskQuestions.UNPRUNED))
        .findFirst()
        .orElseThrow();
  }
}
