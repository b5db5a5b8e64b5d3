package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * The images that the page shows. They are few, so their rows are kept, and the table {@code
 * images} is read once.
 */
final class ShownImages {

  private static final int IMAGES_PER_TASK = 4;

  private final Warehouse warehouse;
  private final Map<String, Row> rows = new LinkedHashMap<>();

  private ShownImages(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Looks up the images with these ids. An id that the table does not have is left out. */
  static ShownImages of(Warehouse warehouse, Collection<String> imageIds) {
    ShownImages images = new ShownImages(warehouse);
    warehouse
        .read(Tables.IMAGES)
        .filter(col("image_id").isin(imageIds.toArray()))
        .sort("image_id")
        .collectAsList()
        .forEach(row -> images.rows.put(row.getAs("image_id"), row));
    return images;
  }

  /** How many images there are. */
  int size() {
    return rows.size();
  }

  /** The name of each image's source, by image id. */
  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    rows.forEach(
        (imageId, row) -> {
          String uri = row.getAs("source_uri");
          names.put(imageId, uri.substring(uri.lastIndexOf('/') + 1));
        });
    return names;
  }

  /** The bytes of all of them: rows of image id and content. */
  Dataset<Row> contents() {
    List<Row> wanted = List.copyOf(rows.values());
    return new Contents(warehouse)
        .read(warehouse.spark().createDataFrame(wanted, Tables.IMAGES.schema()), IMAGES_PER_TASK);
  }
}
