package org.tokenquarry.jobs.question;

import static org.apache.spark.sql.functions.broadcast;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.answer.BudgetOver;
import org.tokenquarry.answer.View;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.task.HeldOutQuestion;
import org.tokenquarry.task.HeldOutQuestions;
import org.tokenquarry.task.ImageIds;
import org.tokenquarry.task.RowSchema;

/**
 * Questions about held-out images. Images that one question is about count as one where images are
 * counted as evidence: in samples, and in the conditions of {@code publish}.
 *
 * @param digest sha256 of the lines of the file, and of what else of the settings says what is
 *     asked
 * @param byImages the questions about each image, or about the same images in the same order
 */
public record QuestionSet(String digest, SortedMap<ImageIds, List<HeldOutQuestion>> byImages) {

  private static final String IMAGE_ID = "image_id";

  /** Images that a message names. */
  private static final int NAMED = 3;

  private static final RowSchema<String> IDS =
      RowSchema.<String>empty().required(IMAGE_ID, DataTypes.StringType, id -> id);

  /**
   * Reads a file: Parquet if its name ends in {@code .parquet}, otherwise JSON Lines.
   *
   * @param location of the file
   * @param rules what questions leave to the settings
   * @throws org.tokenquarry.error.UserException if it does not exist, or a line is not a question
   */
  public static QuestionSet read(SparkSession spark, String location, QuestionRules rules) {
    return new QuestionReader(spark, location, rules).read();
  }

  /**
   * The same questions, asked in another way: metrics of one view, or of one kind of budget, do not
   * replace those of another. Where one image is shown in one view, all kinds of budgets are one.
   */
  public QuestionSet asked(View view, BudgetOver over) {
    String viewed = view == View.BASE ? digest : Sha256.of(digest + " " + view);
    return new QuestionSet(
        sharesBudgets(view, over) ? Sha256.of(viewed + " budget over " + over) : viewed, byImages);
  }

  /** Whether several images, or the parts of one, have one budget. */
  public boolean sharesBudgets(View view, BudgetOver over) {
    return over == BudgetOver.QUESTION && (view == View.PACKED || mostImages() > 1);
  }

  /** The most images that a question is about. */
  public int mostImages() {
    return byImages.keySet().stream().mapToInt(images -> images.ids().size()).max().orElse(0);
  }

  /** The ids of all images that there are questions about, in order, each once. */
  public SortedSet<String> imageIds() {
    return byImages.keySet().stream()
        .flatMap(images -> images.ids().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many questions a set has. */
  public long size(String set) {
    return ofSet(set).count();
  }

  /** How many questions of a set have answers. */
  public long answered(String set) {
    return ofSet(set).filter(HeldOutQuestion::answered).count();
  }

  /** How many images, or sequences of images, the questions of a set are about. */
  public long images(String set) {
    return images(question -> belongs(question, set));
  }

  /**
   * How many images, or sequences of images, those questions of a set are about that have answers.
   */
  public long answeredImages(String set) {
    return images(question -> belongs(question, set) && question.answered());
  }

  /**
   * The images that the questions are about: rows of {@link org.tokenquarry.jobs.table.Tables
   * #IMAGES}, without bytes.
   *
   * @param location of the questions, for messages
   * @throws org.tokenquarry.error.UserException if one of the images is not held out in the
   *     warehouse
   */
  public Dataset<Row> images(Warehouse warehouse, String location) {
    SortedSet<String> ids = imageIds();
    Dataset<Row> wanted = warehouse.rows(IDS, List.copyOf(ids));
    Dataset<Row> found =
        warehouse
            .images(Split.HELDOUT)
            .join(broadcast(wanted), new String[] {IMAGE_ID}, "left_semi");
    long missing = ids.size() - found.count();
    if (missing > 0) {
      List<String> mined =
          warehouse
              .images(Split.MINE)
              .join(broadcast(wanted), new String[] {IMAGE_ID}, "left_semi")
              .select(IMAGE_ID)
              .sort(IMAGE_ID)
              .limit(NAMED)
              .as(Encoders.STRING())
              .collectAsList();
      throw QuestionErrors.imagesNotHeldOut(location, missing, ids.size(), mined);
    }
    return found;
  }

  /** The questions as executors get them. */
  public HeldOutQuestions forExecutors() {
    SortedMap<String, List<HeldOutQuestion>> byName = new TreeMap<>();
    byImages.forEach((images, questions) -> byName.put(images.name(), questions));
    return new HeldOutQuestions(byName, mostImages());
  }

  private Stream<HeldOutQuestion> ofSet(String set) {
    return byImages.values().stream()
        .flatMap(List::stream)
        .filter(question -> belongs(question, set));
  }

  private long images(Predicate<HeldOutQuestion> wanted) {
    return byImages.values().stream().filter(asked -> asked.stream().anyMatch(wanted)).count();
  }

  private static boolean belongs(HeldOutQuestion question, String set) {
    return set.equals(MetricNames.ALL) || question.set().equals(set);
  }
}
