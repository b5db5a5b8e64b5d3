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
import org.tokenquarry.experiment.StageWatch;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.experiment.TokenScores;
import org.tokenquarry.image.ImageDecoder;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.model.Work;
import org.tokenquarry.token.TokenGrid;

/**
 * Runs the experiments in executors, on rows of image id and content. While the model works on an
 * image, the next is decoded. A result either has findings or a reason why there are none; no image
 * fails its batch.
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

  private final ExaminePlan plan;
  private final ModelTime modelTime;

  /** Receives the nanoseconds that a task spent inside of the model's native calls. */
  @FunctionalInterface
  public interface ModelTime extends LongConsumer, Serializable {}

  /** Follows a plan. */
  public ExamineImages(ExaminePlan plan) {
    this(plan, nanoseconds -> {});
  }

  /**
   * Follows a plan.
   *
   * @param modelTime called once a task, in the executor
   */
  public ExamineImages(ExaminePlan plan, ModelTime modelTime) {
    this.plan = plan;
    this.modelTime = modelTime;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    LoadedModel model =
        ModelCache.shared().acquire(plan.model(), TaskDevice.current(plan.device()));
    ImageExaminer examiner =
        new ImageExaminer(
            model,
            new ImageDecoder(plan.limits()),
            plan.engine().start(model, plan.settings(), plan.batching(), StageWatch.NONE));
    OneAhead<Row, Prepared> prepared =
        new OneAhead<>("tokenquarry-decode", images, row -> prepare(examiner, row));
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

  /**
   * An image that is ready for the model, or why it is not.
   *
   * @param pixels null where the image was refused
   * @param refused null where it was not
   */
  private record Prepared(String imageId, float[] pixels, Row refused) {}

  private Prepared prepare(ImageExaminer examiner, Row row) {
    String imageId = row.getString(0);
    try {
      return new Prepared(imageId, examiner.pixels(row.getAs(1)), null);
    } catch (UnreadableImageException e) {
      String exceeded = plan.limits().behind(e.reason()).orElse(null);
      return new Prepared(
          imageId, null, refused(imageId, e.reason().code(), e.getMessage(), exceeded));
    }
  }

  private static Row examine(ImageExaminer examiner, Prepared image) {
    if (image.refused() != null) {
      return image.refused();
    }
    try {
      ExaminedImage examined = examiner.examine(image.pixels());
      List<Row> findings = new ArrayList<>();
      for (TokenFinding finding : examined.findings()) {
        findings.add(row(examined, finding));
      }
      return RowFactory.create(image.imageId(), findings.toArray(), null, null, null);
    } catch (NonFiniteException e) {
      return refused(image.imageId(), NON_FINITE, e.getMessage(), null);
    }
  }

  private static Row refused(String imageId, String reason, String detail, String exceeded) {
    return RowFactory.create(imageId, null, reason, detail, exceeded);
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
