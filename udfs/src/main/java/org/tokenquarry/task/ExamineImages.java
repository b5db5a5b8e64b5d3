package org.tokenquarry.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.experiment.EncodedImage;
import org.tokenquarry.experiment.ExaminedImage;
import org.tokenquarry.experiment.ImageExaminer;
import org.tokenquarry.experiment.ModelFailure;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * Runs the experiments on rows of image id and content, a group of consecutive images at a time.
 * While the model works on them, the next ones are decoded, by as many threads as the task has
 * cores ({@code spark.task.cpus}). A result has findings or a reason for quarantine; no image makes
 * the others fail, and no result depends on the other images.
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

  /** Files and model inputs that wait in memory, bytes; one larger file waits alone. */
  private static final long DECODED_BYTES = 64L << 20;

  /** The group that is encoded next, and the one behind it. */
  private static final int AHEAD_GROUPS = 2;

  private final Experiments experiments;

  /** Runs the experiments. */
  public ExamineImages(Experiments experiments) {
    this.experiments = experiments;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = experiments.model().open();
    ImageExaminer examiner = experiments.examiner(opened);
    TaskContext task = TaskContext.get();
    PrefetchingIterator<Row, Prepared> prepared =
        new PrefetchingIterator<>(
            "tokenquarry-decode",
            new PrefetchingIterator.Bounds(
                task.cpus(), AHEAD_GROUPS * examiner.groupSize(), DECODED_BYTES),
            images,
            row -> row.<byte[]>getAs("content").length + opened.inputBytes(),
            row -> new Prepared(row.getAs("image_id"), opened.read(row.getAs("content"))));
    task.addTaskCompletionListener((TaskContext ended) -> prepared.close());
    return new Groups(examiner, prepared);
  }

  /** An image that was read. */
  private record Prepared(String imageId, ModelInput input) {}

  /** Images that are examined together, some of which may be refused already. */
  private record Group(List<Prepared> images, List<EncodedImage> encoded) {}

  /**
   * Groups of consecutive images. A group is encoded before the one in front of it is examined:
   * what needs only its tokens is done by other threads meanwhile.
   */
  private static final class Groups implements Iterator<Row> {

    private final ImageExaminer examiner;
    private final Iterator<Prepared> images;
    private final Deque<Row> ready = new ArrayDeque<>();
    private Group encoded;

    Groups(ImageExaminer examiner, Iterator<Prepared> images) {
      this.examiner = examiner;
      this.images = images;
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || encoded != null || images.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the partition has no more images");
      }
      if (ready.isEmpty()) {
        Group current = encoded == null ? encode() : encoded;
        encoded = images.hasNext() ? encode() : null;
        examine(current);
      }
      return ready.remove();
    }

    private Group encode() {
      List<Prepared> group = new ArrayList<>();
      while (group.size() < examiner.groupSize() && images.hasNext()) {
        group.add(images.next());
      }
      List<float[]> pixels =
          group.stream().map(image -> image.input().pixels()).filter(Objects::nonNull).toList();
      return new Group(group, examiner.encode(pixels));
    }

    private void examine(Group group) {
      Iterator<ExaminedImage> examined = examiner.examine(group.encoded()).iterator();
      for (Prepared image : group.images()) {
        Refusal refusal = image.input().refusal();
        ready.add(
            COLUMNS.row(
                refusal == null
                    ? result(image.imageId(), examined.next())
                    : new Result(image.imageId(), null, refusal)));
      }
    }

    private static Result result(String imageId, ExaminedImage examined) {
      ModelFailure failure = examined.failure();
      return failure == null
          ? new Result(imageId, examined, null)
          : new Result(
              imageId, null, new Refusal(failure.reason().code(), failure.detail(), false, null));
    }
  }
}
