package org.tokenquarry.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.experiment.ExaminedImage;
import org.tokenquarry.experiment.ImageExaminer;
import org.tokenquarry.experiment.NonFiniteException;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.experiment.TokenScores;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.Work;
import org.tokenquarry.token.TokenGrid;

/**
 * Runs the experiments on rows of image id and content. While the model works on an image, the next
 * one is decoded. A result has findings or a reason for quarantine; no image makes the others fail.
 */
public final class ExamineImages implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** One probed token, as in the table {@code experiments}. */
  public static final StructType FINDING =
      new StructType()
          .add("token_index", DataTypes.IntegerType, false)
          .add("row", DataTypes.IntegerType, false)
          .add("col", DataTypes.IntegerType, false)
          .add("cls_rank", DataTypes.IntegerType, false)
          .add("cluster_size", DataTypes.IntegerType)
          .add("top1_probability", DataTypes.DoubleType)
          .add("top1_token", DataTypes.IntegerType)
          .add("region_divergence", DataTypes.DoubleType)
          .add("global_divergence", DataTypes.DoubleType)
          .add("stage", DataTypes.StringType, false)
          .add("redundant", DataTypes.BooleanType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false));

  /**
   * One image: its findings, or the reason for quarantine. {@code exceeded} names the limit that
   * the reason comes from, see {@link org.tokenquarry.image.ImageLimits#behind}.
   */
  public static final StructType OUTPUT =
      new StructType()
          .add("image_id", DataTypes.StringType, false)
          .add("findings", DataTypes.createArrayType(FINDING, false))
          .add("reason", DataTypes.StringType)
          .add("detail", DataTypes.StringType)
          .add("exceeded", DataTypes.StringType);

  private static final String NON_FINITE = "non-finite";

  private final Experiments experiments;
  private final ModelTime modelTime;

  /** Receives the nanoseconds that a task has spent in the model's native calls. */
  @FunctionalInterface
  public interface ModelTime extends LongConsumer, Serializable {}

  /** Runs the experiments without measuring time. */
  public ExamineImages(Experiments experiments) {
    this(experiments, nanoseconds -> {});
  }

  /**
   * Runs the experiments.
   *
   * @param modelTime called once for each task, in the executor
   */
  public ExamineImages(Experiments experiments, ModelTime modelTime) {
    this.experiments = experiments;
    this.modelTime = modelTime;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = experiments.model().open();
    LoadedModel model = opened.loaded();
    ImageExaminer examiner = new ImageExaminer(model, experiments.start(opened));
    PrefetchingIterator<Row, Prepared> prepared =
        new PrefetchingIterator<>(
            "tokenquarry-decode",
            images,
            row -> new Prepared(row.getString(0), opened.read(row.getAs(1))));
    Work before = model.workOfThread();
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskContext task) -> {
              prepared.close();
              modelTime.accept(model.workOfThread().since(before).nanoseconds());
            });
    Iterable<Prepared> rows = () -> prepared;
    return StreamSupport.stream(rows.spliterator(), false)
        .map(image -> examine(examiner, image))
        .iterator();
  }

  /** An image that was read. */
  private record Prepared(String imageId, ModelInput input) {}

  private static Row examine(ImageExaminer examiner, Prepared image) {
    if (image.input().refusal() != null) {
      return refused(image.imageId(), image.input().refusal());
    }
    try {
      ExaminedImage examined = examiner.examine(image.input().pixels());
      List<Row> findings = new ArrayList<>();
      for (TokenFinding finding : examined.findings()) {
        findings.add(row(examined, finding));
      }
      return RowFactory.create(image.imageId(), findings.toArray(), null, null, null);
    } catch (NonFiniteException e) {
      return refused(image.imageId(), new Refusal(NON_FINITE, e.getMessage(), false, null));
    }
  }

  private static Row refused(String imageId, Refusal refusal) {
    return RowFactory.create(imageId, null, refusal.reason(), refusal.detail(), refusal.exceeded());
  }

  private static Row row(ExaminedImage examined, TokenFinding finding) {
    TokenGrid grid = examined.tokens().grid();
    TokenScores scores = finding.scores();
    boolean redundant = finding.verdict().redundant();
    return RowFactory.create(
        finding.token(),
        grid.row(finding.token()),
        grid.col(finding.token()),
        finding.clsRank(),
        scores.clusterSize(),
        scores.top1Probability(),
        scores.top1Token(),
        scores.regionDivergence(),
        scores.globalDivergence(),
        finding.verdict().stage().code(),
        redundant,
        redundant ? examined.tokens().projected().row(finding.token()) : null);
  }
}
