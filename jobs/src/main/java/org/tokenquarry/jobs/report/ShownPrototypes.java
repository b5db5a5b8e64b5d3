package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.jobs.report.page.Prototype;
import org.tokenquarry.jobs.table.CodebookVersion;

/**
 * The prototypes that the page shows: some of each cluster, with the scores of the tokens that they
 * come from.
 */
final class ShownPrototypes {

  private final List<Row> rows;
  private final PrototypeForm form;

  /**
   * Chooses prototypes.
   *
   * @param codebook the version
   * @param prototypes its prototypes
   * @param experiments the experiments that it rests on
   * @param most the most prototypes that are shown
   */
  ShownPrototypes(
      CodebookVersion codebook, Dataset<Row> prototypes, Dataset<Row> experiments, int most) {
    this.form = form(codebook);
    Dataset<Row> scores =
        experiments.select(
            "image_id",
            "token_index",
            "top1_probability",
            "top1_token",
            "region_divergence",
            "global_divergence");
    // The first prototype of each cluster, then the second of each, until there are enough.
    this.rows =
        prototypes
            .drop("embedding")
            .withColumn(
                "turn",
                row_number()
                    .over(Window.partitionBy("cluster_id").orderBy("image_id", "token_index")))
            .sort("turn", "cluster_id")
            .limit(most)
            .join(scores, new String[] {"image_id", "token_index"}, "left")
            .sort(col("prototype_id"))
            .collectAsList();
  }

  /** The ids of the images that the prototypes come from. */
  List<String> imageIds() {
    return rows.stream().map(row -> row.<String>getAs("image_id")).distinct().toList();
  }

  /**
   * The prototypes as the page shows them.
   *
   * @param inspection has inspected their images
   * @param decode gives the text of a token id
   */
  List<Prototype> described(Inspection inspection, LongFunction<String> decode) {
    return rows.stream()
        .map(
            row ->
                new Prototype(
                    row.<Integer>getAs("prototype_id"),
                    form,
                    row.<Integer>getAs("cluster_id"),
                    row.getAs("image_id"),
                    row.<Integer>getAs("token_index"),
                    inspection.grid(row.getAs("image_id")),
                    row.<Integer>getAs("cluster_images"),
                    row.<Integer>getAs("cluster_tokens"),
                    row.getAs("top1_token") == null
                        ? ""
                        : decode.apply(row.<Integer>getAs("top1_token")),
                    score(row, "top1_probability"),
                    score(row, "region_divergence"),
                    score(row, "global_divergence")))
        .toList();
  }

  private static PrototypeForm form(CodebookVersion codebook) {
    return PrototypeForm.valueOf(
        codebook
            .parsedSettings()
            .at("/cluster/prototypes")
            .asText(PrototypeForm.MEMBERS.name())
            .toUpperCase(Locale.ROOT));
  }

  private static OptionalDouble score(Row row, String column) {
    Double value = row.getAs(column);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
