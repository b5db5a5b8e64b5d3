package org.tokenquarry.jobs.show;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Lists versions and traces prototypes to image, token and scores.
 *
 * <p>Input tables: {@code codebooks}, {@code prototypes}, {@code experiments}, {@code images}.
 * Output: none. Example:
 *
 * <pre>{@code tokenquarry show --warehouse warehouse}</pre>
 */
public final class ShowJob {

  private final Warehouse warehouse;
  private final Codebooks codebooks;

  /** Looks at one warehouse. */
  public ShowJob(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.codebooks = new Codebooks(warehouse);
  }

  /** All complete versions. */
  public ListSummary list() {
    return new ListSummary(codebooks.complete().stream().map(CodebookEntry::of).toList());
  }

  /** One version with the origin of its prototypes. */
  public ShowSummary show(CodebookVersion codebook) {
    String[] token = {"image_id", "token_index"};
    Dataset<Row> scores =
        codebooks
            .experiments(codebook)
            .select(
                "image_id",
                "token_index",
                "top1_probability",
                "region_divergence",
                "global_divergence");
    List<PrototypeOrigin> origins =
        codebooks
            .prototypes(codebook.version())
            .join(scores, token, "left")
            .join(
                warehouse.read(Tables.IMAGES).select("image_id", "source_uri"),
                new String[] {"image_id"},
                "left")
            .sort("prototype_id")
            .collectAsList()
            .stream()
            .map(ShowJob::origin)
            .toList();
    return new ShowSummary(CodebookEntry.of(codebook), codebook.settings(), origins);
  }

  private static PrototypeOrigin origin(Row row) {
    return new PrototypeOrigin(
        row.<Integer>getAs("prototype_id"),
        row.<Integer>getAs("cluster_id"),
        row.<Integer>getAs("cluster_images"),
        row.<Integer>getAs("cluster_tokens"),
        row.getAs("image_id"),
        row.getAs("source_uri"),
        row.<Integer>getAs("token_index"),
        row.getAs("top1_probability"),
        row.getAs("region_divergence"),
        row.getAs("global_divergence"));
  }
}
