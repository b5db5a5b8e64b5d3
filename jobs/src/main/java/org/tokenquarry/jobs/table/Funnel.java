package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
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
  private static final String REDUNDANT = "redundant";

  /** Copies the list. */
  public Funnel {
    stages = List.copyOf(stages);
  }

  /** Adds up rows of the table {@code mined}. */
  public static Funnel of(Dataset<Row> mined) {
    Row sums =
        mined
            .agg(
                count(lit(1)).as("images"),
                Stream.concat(
                        Stream.of(TOKENS, REDUNDANT),
                        Arrays.stream(Stage.values()).map(MinedImage::rejectedAt))
                    .map(name -> coalesce(sum(name), lit(0L)).as(name))
                    .toArray(Column[]::new))
            .head();
    List<StageCount> stages = new ArrayList<>();
    long tokens = sums.<Long>getAs(TOKENS);
    long in = tokens;
    for (Stage stage : Stage.values()) {
      long kept = in - sums.<Long>getAs(MinedImage.rejectedAt(stage));
      stages.add(new StageCount(stage.code(), in, kept));
      in = kept;
    }
    return new Funnel(sums.getAs("images"), tokens, sums.getAs(REDUNDANT), stages);
  }
}
