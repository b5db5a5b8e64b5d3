package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.UserException;

/** Every error of {@code mine}: its code, its sentence and its remedy. */
final class MineErrors {

  private MineErrors() {}

  static UserException nothingToMine(String warehouse) {
    return new UserException(
        "nothing-to-mine",
        "The warehouse " + warehouse + " holds no image to mine.",
        "Run ingest first.");
  }

  /** The findings of earlier runs are all gone. */
  static UserException rowsDeleted(String warehouse) {
    return new UserException(
        "rows-deleted",
        String.format(
            "Images of %s were mined before, and all their rows have been deleted from the table"
                + " experiments since.",
            warehouse),
        "Restore the table to a version before the deletion, or have all images mined again: repair"
            + " --apply.");
  }

  /**
   * The model gave NaN, infinity or always the same for all images so far.
   *
   * @param images how many
   * @param example what it gave for one of them
   */
  static UserException modelFails(long images, String example) {
    return new UserException(
        "model-fails",
        String.format(
            "The model gave nothing of use for all %d images so far, so the run ended. For example:"
                + " %s",
            images, example),
        "Check the model with verify-bundle, and its precision. The images stay put aside for this"
            + " model only; mine.giveUpAfter=0 goes on all the same.");
  }

  /**
   * All images are quarantined. The sentence names the most frequent reason.
   *
   * @param quarantined rows of the quarantine, one for each image, at least one
   */
  static UserException allQuarantined(Dataset<Row> quarantined) {
    // Few rows: one for each reason and limit.
    List<Row> reasons =
        quarantined
            .groupBy("reason", "exceeded")
            .agg(count(lit(1)).as("images"), min("detail").as("detail"))
            .sort(col("images").desc(), col("reason"), col("exceeded"))
            .collectAsList();
    Row first = reasons.get(0);
    long all = reasons.stream().mapToLong(row -> row.<Long>getAs("images")).sum();
    String limit = StringUtils.substringBefore(first.getAs("exceeded"), "=");
    return new UserException(
        "all-quarantined",
        String.format(
            "Nothing was mined: all %d images are put aside, %d of them as %s, for example: %s",
            all, first.<Long>getAs("images"), first.getAs("reason"), first.getAs("detail")),
        limit == null
            ? "Check the model with verify-bundle, or mine with another model. Another model is"
                + " given all images."
            : "Loosen ingest." + limit + " and run mine again; it then tries these images again.");
  }
}
