package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.jobs.report.page.Prototype;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.tiles.TokenPlaces;

/**
 * The prototypes that the page shows: some of each cluster, with the scores of the tokens that they
 * come from.
 */
final class ShownPrototypes {

  private final List<Row> rows;
  private final Map<Token, Row> scores = new HashMap<>();
  private final PrototypeForm form;

  private record Token(String imageId, int index) {
    static Token of(Row row) {
      return new Token(row.getAs("image_id"), row.getAs("token_index"));
    }
  }

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
            .sort(col("prototype_id"))
            .collectAsList();
    readScores(experiments);
  }

  /** A few tokens more than the prototypes' are read, because the filter is on both columns. */
  private void readScores(Dataset<Row> experiments) {
    experiments
        .filter(
            col("image_id")
                .isin(imageIds().toArray())
                .and(
                    col("token_index")
                        .isin(rows.stream().map(row -> row.getAs("token_index")).toArray())))
        .select(
            "image_id",
            "token_index",
            "top1_probability",
            "top1_token",
            "region_divergence",
            "global_divergence")
        .collectAsList()
        .forEach(row -> scores.put(Token.of(row), row));
  }

  /** The ids of the images that the prototypes come from. */
  List<String> imageIds() {
    return rows.stream().map(row -> row.<String>getAs("image_id")).distinct().toList();
  }

  /**
   * The prototypes as the page shows them: those whose images are in the warehouse.
   *
   * @param images of the warehouse
   * @param model that gave their tokens
   * @param decode gives the text of a token id
   */
  List<Prototype> described(ShownImages images, BundleManifest model, LongFunction<String> decode) {
    return rows.stream()
        .filter(row -> images.has(row.getAs("image_id")))
        .map(row -> described(row, images.place(row, model), decode))
        .toList();
  }

  private Prototype described(Row row, TokenPlaces place, LongFunction<String> decode) {
    return new Prototype(
        row.<Integer>getAs("prototype_id"),
        form,
        row.<Integer>getAs("cluster_id"),
        row.getAs("image_id"),
        place.token(),
        place.grid(),
        row.<Integer>getAs("cluster_images"),
        row.<Integer>getAs("cluster_tokens"),
        this.<Integer>found(row, "top1_token").map(decode::apply).orElse(""),
        score(row, "top1_probability"),
        score(row, "region_divergence"),
        score(row, "global_divergence"));
  }

  private static PrototypeForm form(CodebookVersion codebook) {
    return PrototypeForm.valueOf(
        codebook
            .parsedSettings()
            .at("/cluster/prototypes")
            .asText(PrototypeForm.MEMBERS.name())
            .toUpperCase(Locale.ROOT));
  }

  private OptionalDouble score(Row prototype, String column) {
    return this.<Double>found(prototype, column)
        .map(OptionalDouble::of)
        .orElseGet(OptionalDouble::empty);
  }

  /** Empty if the token has no findings, or the experiment was not run. */
  private <T> Optional<T> found(Row prototype, String column) {
    return Optional.ofNullable(scores.get(Token.of(prototype))).map(row -> row.<T>getAs(column));
  }
}
