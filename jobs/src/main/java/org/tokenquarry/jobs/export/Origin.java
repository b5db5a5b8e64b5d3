package org.tokenquarry.jobs.export;

import java.util.List;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.PrototypeOrigin;

/**
 * Where an exported prototype comes from.
 *
 * @param cluster its cluster
 * @param imageId the image; null if it is not known, which only imported prototypes have
 * @param token index of the visual token; null if it is not known
 */
record Origin(int cluster, String imageId, Integer token) {

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
        row.<Integer>getAs("cluster_id"),
        PrototypeOrigin.image(row.getAs("image_id")),
        PrototypeOrigin.token(row.<Integer>getAs("token_index")));
  }
}
