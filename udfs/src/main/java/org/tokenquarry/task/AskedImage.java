package org.tokenquarry.task;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * An image and the questions about it: one row for {@link AskQuestions}, without the content.
 *
 * @param imageId sha256 of its bytes
 * @param questions at least one
 */
public record AskedImage(String imageId, List<HeldOutQuestion> questions) {

  /** The columns of the row. */
  public static final RowSchema<AskedImage> COLUMNS =
      RowSchema.<AskedImage>empty()
          .required("image_id", DataTypes.StringType, AskedImage::imageId)
          .required(
              "questions",
              HeldOutQuestion.COLUMNS.arrayType(),
              image -> HeldOutQuestion.COLUMNS.rows(image.questions()));

  /** Copies the list. */
  public AskedImage {
    questions = List.copyOf(questions);
  }

  /** Reads a row of these columns. */
  static AskedImage of(Row row) {
    List<Row> questions = row.getList(row.fieldIndex("questions"));
    return new AskedImage(
        row.getAs("image_id"), questions.stream().map(HeldOutQuestion::of).toList());
  }
}
