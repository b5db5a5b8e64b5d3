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

/** Says why a run has mined nothing although there are images. */
final class AllQuarantined {

  private AllQuarantined() {}

  /**
   * Names the most frequent reason.
   *
   * @param rows of the quarantine, one an image, at least one
   */
  static UserException of(Dataset<Row> rows) {
    // Few: one for each reason and limit.
    List<Row> reasons =
        rows.groupBy("reason", "exceeded")
            .agg(count(lit(1)).as("images"), min("detail").as("detail"))
            .sort(col("images").desc(), col("reason"), col("exceeded"))
            .collectAsList();
    Row first = reasons.get(0);
    long all = reasons.stream().mapToLong(row -> row.<Long>getAs("images")).sum();
    return new UserException(
        "all-quarantined",
        String.format(
            "Nothing was mined: all %d images are put aside, %d of them as %s, for example: %s",
            all, first.<Long>getAs("images"), first.getAs("reason"), first.getAs("detail")),
        remedy(first.getAs("exceeded")));
  }

  private static String remedy(String exceeded) {
    return exceeded == null
        ? "Prove the model with verify-bundle, or mine with another one: it is given all images."
        : "Loosen ingest."
            + StringUtils.substringBefore(exceeded, "=")
            + " and run mine again; it then tries these images again.";
  }
}
