package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.experiment.Stage;

/**
 * How the probed tokens thinned out, stage by stage.
 *
 * @param tokens probed tokens
 * @param redundant tokens that passed every stage
 * @param stages in their order; a stage that was off lets everything pass
 */
public record Funnel(long tokens, long redundant, List<StageCount> stages) {

  /** Copies the list. */
  public Funnel {
    stages = List.copyOf(stages);
  }

  /** Counts rows of the table {@code experiments}. */
  public static Funnel of(Dataset<Row> experiments) {
    Map<String, Long> decided = new HashMap<>();
    long redundant = 0;
    List<Row> groups =
        experiments
            .groupBy("stage")
            .agg(count(lit(1)), sum(col("redundant").cast("long")))
            .collectAsList();
    for (Row group : groups) {
      long passed = group.getLong(2);
      decided.put(group.getString(0), group.getLong(1) - passed);
      redundant += passed;
    }
    long tokens = redundant + decided.values().stream().mapToLong(Long::longValue).sum();
    List<StageCount> stages = new ArrayList<>();
    long in = tokens;
    for (Stage stage : Stage.values()) {
      long kept = in - decided.getOrDefault(stage.code(), 0L);
      stages.add(new StageCount(stage.code(), in, kept));
      in = kept;
    }
    return new Funnel(tokens, redundant, stages);
  }
}
