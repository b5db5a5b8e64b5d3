package org.tokenquarry.jobs.question;

import static org.apache.spark.sql.functions.broadcast;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.answer.View;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.task.HeldOutQuestion;
import org.tokenquarry.task.HeldOutQuestions;
import org.tokenquarry.task.RowSchema;

/**
 * Questions about held-out images.
 *
 * @param digest sha256 of the lines of the file, and of the view where it is not the base view
 * @param byImage the questions about each image, by image id
 */
public record QuestionSet(String digest, SortedMap<String, List<HeldOutQuestion>> byImage) {

  private static final String IMAGE_ID = "image_id";

  /** Images that a message names. */
  private static final int NAMED = 3;

  private static final RowSchema<String> IDS =
      RowSchema.<String>empty().required(IMAGE_ID, DataTypes.StringType, id -> id);

  /**
   * Reads a file: Parquet if its name ends in {@code .parquet}, otherwise JSON Lines.
   *
   * @param location of the file
   * @param scoring of questions that do not name theirs
   * @throws org.tokenquarry.error.UserException if it does not exist, or a line is not a question
   */
  public static QuestionSet read(SparkSession spark, String location, Scoring scoring) {
    return new QuestionReader(spark, location, scoring).read();
  }

  /** The same questions about another view: metrics of one view do not replace those of another. */
  public QuestionSet about(View view) {
    return view == View.BASE ? this : new QuestionSet(Sha256.of(digest + " " + view), byImage);
  }

  /** How many questions a set has. */
  public long size(String set) {
    return ofSet(set).count();
  }

  /** How many questions of a set have answers. */
  public long answered(String set) {
    return ofSet(set).filter(HeldOutQuestion::answered).count();
  }

  /** How many images the questions of a set are about. */
  public long images(String set) {
    return images(question -> belongs(question, set));
  }

  /** How many images those questions of a set are about that have answers. */
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
    Dataset<Row> wanted = warehouse.rows(IDS, List.copyOf(byImage.keySet()));
    Dataset<Row> found =
        warehouse
            .images(Split.HELDOUT)
            .join(broadcast(wanted), new String[] {IMAGE_ID}, "left_semi");
    long missing = byImage.size() - found.count();
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
      throw QuestionErrors.imagesNotHeldOut(location, missing, byImage.size(), mined);
    }
    return found;
  }

  /** The questions as executors get them. */
  public HeldOutQuestions forExecutors() {
    return new HeldOutQuestions(byImage);
  }

  private Stream<HeldOutQuestion> ofSet(String set) {
    return byImage.values().stream()
        .flatMap(List::stream)
        .filter(question -> belongs(question, set));
  }

  private long images(Predicate<HeldOutQuestion> wanted) {
    return byImage.values().stream().filter(asked -> asked.stream().anyMatch(wanted)).count();
  }

  private static boolean belongs(HeldOutQuestion question, String set) {
    return set.equals(MetricNames.ALL) || question.set().equals(set);
  }
}
