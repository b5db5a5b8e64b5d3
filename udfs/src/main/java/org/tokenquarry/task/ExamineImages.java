package org.tokenquarry.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.experiment.EncodedImage;
import org.tokenquarry.experiment.ExaminedImage;
import org.tokenquarry.experiment.ImageExaminer;
import org.tokenquarry.experiment.MinedView;
import org.tokenquarry.experiment.ModelFailure;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * Runs the experiments on rows of image id and content, a group of consecutive images at a time.
 * While the model works on them, the next ones are decoded, by as many threads as the task has
 * cores ({@code spark.task.cpus}). A result has findings or a reason for quarantine; no image makes
 * the others fail, and no result depends on the other images.
 */
public final class ExamineImages implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private record Finding(ExaminedImage image, int firstIndex, TokenFinding found) {

    int index() {
      return firstIndex + found.token();
    }

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
          .required("token_index", DataTypes.IntegerType, Finding::index)
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
   * @param findings null where the image is refused
   * @param refusal null where the image is not refused
   */
  private record Result(String imageId, List<Finding> findings, Refusal refusal) {

    Row[] rows() {
      return findings == null ? null : FINDINGS.rows(findings);
    }

    String ofRefusal(Function<Refusal, String> property) {
      return refusal == null ? null : property.apply(refusal);
    }
  }

  private static final RowSchema<Result> COLUMNS =
      RowSchema.<Result>empty()
          .required("image_id", DataTypes.StringType, Result::imageId)
          .optional("findings", FINDINGS.arrayType(), Result::rows)
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
    MinedView view = experiments.settings().minedView();
    ViewReader reader = new ViewReader(opened, view);
    TaskContext task = TaskContext.get();
    PrefetchingIterator<Row, Prepared> prepared =
        new PrefetchingIterator<>(
            "tokenquarry-decode",
            new PrefetchingIterator.Bounds(
                task.cpus(), AHEAD_GROUPS * examiner.groupSize(), DECODED_BYTES),
            images,
            row -> row.<byte[]>getAs("content").length + reader.mostBytes(),
            row -> new Prepared(row.getAs("image_id"), reader.read(row.getAs("content"))));
    task.addTaskCompletionListener((TaskContext ended) -> prepared.close());
    return new Groups(examiner, view, prepared);
  }

  /** An image that was read. */
  private record Prepared(String imageId, ViewedImage image) {}

  /** A part of an image that went through the tower. */
  private record EncodedPart(EncodedImage encoded, int firstIndex) {}

  /**
   * Images that are examined together, some of which may be refused already.
   *
   * @param parts of each image; none of one that is refused
   */
  private record Group(List<Prepared> images, List<List<EncodedPart>> parts) {

    List<EncodedImage> encoded() {
      return parts.stream().flatMap(List::stream).map(EncodedPart::encoded).toList();
    }
  }

  /**
   * Groups of consecutive images. A group is encoded before the one in front of it is examined:
   * what needs only its tokens is done by other threads meanwhile.
   */
  private static final class Groups implements Iterator<Row> {

    private final ImageExaminer examiner;
    private final MinedView view;
    private final Iterator<Prepared> images;
    private final Deque<Row> ready = new ArrayDeque<>();
    private Group encoded;

    Groups(ImageExaminer examiner, MinedView view, Iterator<Prepared> images) {
      this.examiner = examiner;
      this.view = view;
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
      List<Pixels> pixels = new ArrayList<>();
      // An image with tiles has many views, so few such images make a group.
      while (Math.max(group.size(), pixels.size()) < examiner.groupSize() && images.hasNext()) {
        Prepared next = images.next();
        group.add(next);
        pixels.addAll(next.image().pixels());
      }
      Iterator<VisualTokens> tokens = examiner.tokens(pixels).iterator();
      return new Group(group, group.stream().map(image -> parts(image.image(), tokens)).toList());
    }

    private List<EncodedPart> parts(ViewedImage image, Iterator<VisualTokens> tokens) {
      if (image.refusal() != null) {
        return List.of();
      }
      List<VisualTokens> views = image.pixels().stream().map(pixels -> tokens.next()).toList();
      return image.parts(view, views).stream()
          .map(part -> new EncodedPart(examiner.probed(part.tokens()), part.firstIndex()))
          .toList();
    }

    private void examine(Group group) {
      Iterator<ExaminedImage> examined = examiner.examine(group.encoded()).iterator();
      for (int i = 0; i < group.images().size(); i++) {
        Prepared image = group.images().get(i);
        Refusal refusal = image.image().refusal();
        ready.add(
            COLUMNS.row(
                refusal == null
                    ? result(image.imageId(), group.parts().get(i), examined)
                    : new Result(image.imageId(), null, refusal)));
      }
    }

    /** An image with a part on which the model fails is refused as a whole. */
    private static Result result(
        String imageId, List<EncodedPart> parts, Iterator<ExaminedImage> examined) {
      List<Finding> findings = new ArrayList<>();
      ModelFailure failure = null;
      for (EncodedPart part : parts) {
        ExaminedImage image = examined.next();
        failure = failure == null ? image.failure() : failure;
        image.findings().forEach(f -> findings.add(new Finding(image, part.firstIndex(), f)));
      }
      return failure == null
          ? new Result(imageId, findings, null)
          : new Result(
              imageId, null, new Refusal(failure.reason().code(), failure.detail(), false, null));
    }
  }
}
