package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.experiment.Stage;

/**
 * How many of the probed tokens passed each stage.
 *
 * @param images number of images that the tokens belong to
 * @param tokens probed tokens
 * @param redundant tokens that passed every stage
 * @param stages in their order; every token passes a stage that is off
 */
public record Funnel(long images, long tokens, long redundant, List<StageCount> stages) {

  private static final String TOKENS = "tokens";
  private static final String REDUNDANT = "redundant_tokens";

  /** Copies the list. */
  public Funnel {
    stages = List.copyOf(stages);
  }

  /** Counts rows of the table {@code experiments}, in one pass. */
  public static Funnel of(Dataset<Row> experiments) {
    List<String> rejected = Arrays.stream(Stage.values()).map(Funnel::rejectedAt).toList();
    // Grouped by image first, so that the images are counted in the same pass.
    Dataset<Row> ofImages =
        experiments
            .groupBy("image_id")
            .agg(
                count(lit(1)).as(TOKENS),
                Stream.concat(
                        Stream.of(sumWhere(col("redundant")).as(REDUNDANT)),
                        Arrays.stream(Stage.values()).map(Funnel::rejections))
                    .toArray(Column[]::new));
    Row sums =
        ofImages
            .agg(
                count(lit(1)).as("images"),
                Stream.concat(Stream.of(TOKENS, REDUNDANT), rejected.stream())
                    .map(name -> coalesce(sum(name), lit(0L)).as(name))
                    .toArray(Column[]::new))
            .head();
    List<StageCount> stages = new ArrayList<>();
    long tokens = sums.<Long>getAs(TOKENS);
    long in = tokens;
    for (Stage stage : Stage.values()) {
      long kept = in - sums.<Long>getAs(rejectedAt(stage));
      stages.add(new StageCount(stage.code(), in, kept));
      in = kept;
    }
    return new Funnel(sums.getAs("images"), tokens, sums.getAs(REDUNDANT), stages);
  }

  private static Column rejections(Stage stage) {
    return sumWhere(col("stage").equalTo(stage.code()).and(not(col("redundant"))))
        .as(rejectedAt(stage));
  }

  private static Column sumWhere(Column condition) {
    return sum(condition.cast("long"));
  }

  private static String rejectedAt(Stage stage) {
    return "rejected_at_" + stage.code();
  }
}
