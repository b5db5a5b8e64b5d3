package org.tokenquarry.jobs.export;

import java.util.List;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;

/**
 * Where an exported prototype comes from.
 *
 * @param cluster its cluster
 * @param imageId the image
 * @param token index of the visual token
 */
record Origin(int cluster, String imageId, int token) {

  /**
   * Those of a version, in the order of its prototypes. A hundred bytes for each prototype, whose
   * vectors need far more on their way into the export.
   */
  static List<Origin> of(Codebooks codebooks, CodebookVersion codebook) {
    return codebooks
        .prototypes(codebook.version())
        .select("cluster_id", "image_id", "token_index", "prototype_id")
        .collectAsList()
        .stream()
        .map(Origin::of)
        .toList();
  }

  private static Origin of(Row row) {
    return new Origin(
        row.<Integer>getAs("cluster_id"), row.getAs("image_id"), row.<Integer>getAs("token_index"));
  }
}
