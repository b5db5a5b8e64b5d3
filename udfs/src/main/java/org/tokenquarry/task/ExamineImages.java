package org.tokenquarry.task;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.experiment.ExaminedImage;
import org.tokenquarry.experiment.ImageExaminer;
import org.tokenquarry.experiment.NonFiniteException;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.Work;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * Runs the experiments on rows of image id and content. While the model works on an image, the next
 * one is decoded. A result has findings or a reason for quarantine; no image makes the others fail.
 */
public final class ExamineImages implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private record Finding(ExaminedImage image, TokenFinding found) {

    int row() {
      return image.tokens().grid().row(found.token());
    }

    int col() {
      return image.tokens().grid().col(found.token());
    }

    /** Finite, because the examiner refuses an image with a token that is not. */
    byte[] embeddingIfRedundant() {
      if (!found.verdict().redundant()) {
        return null;
      }
      TokenMatrix tokens = image.tokens().projected();
      return FloatBytes.of(tokens.values(), found.token() * tokens.dim(), tokens.dim());
    }
  }

  private static final RowSchema<Finding> FINDINGS =
      RowSchema.<Finding>empty()
          .required("token_index", DataTypes.IntegerType, finding -> finding.found().token())
          .required("row", DataTypes.IntegerType, Finding::row)
          .required("col", DataTypes.IntegerType, Finding::col)
          .required("cls_rank", DataTypes.IntegerType, finding -> finding.found().clsRank())
          .optional(
              "cluster_size",
              DataTypes.IntegerType,
              finding -> finding.found().scores().clusterSize())
          .optional(
              "top1_probability",
              DataTypes.DoubleType,
              finding -> finding.found().scores().top1Probability())
          .optional(
              "top1_token", DataTypes.IntegerType, finding -> finding.found().scores().top1Token())
          .optional(
              "region_divergence",
              DataTypes.DoubleType,
              finding -> finding.found().scores().regionDivergence())
          .optional(
              "global_divergence",
              DataTypes.DoubleType,
              finding -> finding.found().scores().globalDivergence())
          .required(
              "stage", DataTypes.StringType, finding -> finding.found().verdict().stage().code())
          .required(
              "redundant", DataTypes.BooleanType, finding -> finding.found().verdict().redundant())
          .optional("embedding", DataTypes.BinaryType, Finding::embeddingIfRedundant);

  /**
   * What became of one image.
   *
   * @param examined null where the image is refused
   * @param refusal null where the image is not refused
   */
  private record Result(String imageId, ExaminedImage examined, Refusal refusal) {

    Row[] findings() {
      return examined == null
          ? null
          : FINDINGS.rows(
              examined.findings().stream().map(found -> new Finding(examined, found)).toList());
    }

    String ofRefusal(Function<Refusal, String> property) {
      return refusal == null ? null : property.apply(refusal);
    }
  }

  private static final RowSchema<Result> COLUMNS =
      RowSchema.<Result>empty()
          .required("image_id", DataTypes.StringType, Result::imageId)
          .optional("findings", FINDINGS.arrayType(), Result::findings)
          .optional("reason", DataTypes.StringType, result -> result.ofRefusal(Refusal::reason))
          .optional("detail", DataTypes.StringType, result -> result.ofRefusal(Refusal::detail))
          .optional(
              "exceeded", DataTypes.StringType, result -> result.ofRefusal(Refusal::exceeded));

  /** One probed token, as in the table {@code experiments}. */
  public static final StructType FINDING = FINDINGS.schema();

  /**
   * One image: its findings, or the reason for quarantine. {@code exceeded} names the limit that
   * the reason comes from, see {@link org.tokenquarry.image.ImageLimits#behind}.
   */
  public static final StructType OUTPUT = COLUMNS.schema();

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
            row -> new Prepared(row.getAs("image_id"), opened.read(row.getAs("content"))));
    Work before = model.workOfThread();
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskContext task) -> {
              prepared.close();
              modelTime.accept(model.workOfThread().since(before).nanoseconds());
            });
    Iterable<Prepared> rows = () -> prepared;
    return StreamSupport.stream(rows.spliterator(), false)
        .map(image -> COLUMNS.row(examine(examiner, image)))
        .iterator();
  }

  /** An image that was read. */
  private record Prepared(String imageId, ModelInput input) {}

  private static Result examine(ImageExaminer examiner, Prepared image) {
    if (image.input().refusal() != null) {
      return new Result(image.imageId(), null, image.input().refusal());
    }
    try {
      return new Result(image.imageId(), examiner.examine(image.input().pixels()), null);
    } catch (NonFiniteException e) {
      Refusal refusal = new Refusal(NON_FINITE, e.getMessage(), false, null);
      return new Result(image.imageId(), null, refusal);
    }
  }
}
