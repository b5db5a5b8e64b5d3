package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.tiles.TokenPlaces;

/**
 * The images that the page shows. They are few, so their rows are kept, and the table {@code
 * images} is read once. Not all of them may have a picture: photographs can be large.
 */
final class ShownImages {

  private static final int IMAGES_PER_TASK = 4;

  private final Warehouse warehouse;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, Row> pictured = new LinkedHashMap<>();

  private ShownImages(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * Looks up images, and chooses those that get a picture.
   *
   * @param imageIds the more important ones first; an id that the table does not have is left out
   * @param mostBytes that the pictured ones have together; the first one is always pictured
   */
  static ShownImages of(Warehouse warehouse, Collection<String> imageIds, long mostBytes) {
    ShownImages images = new ShownImages(warehouse);
    warehouse
        .read(Tables.IMAGES)
        .filter(col("image_id").isin(imageIds.toArray()))
        .sort("image_id")
        .collectAsList()
        .forEach(row -> images.rows.put(row.getAs("image_id"), row));
    images.choose(imageIds, mostBytes);
    return images;
  }

  private void choose(Collection<String> imageIds, long mostBytes) {
    long left = mostBytes;
    for (String imageId : imageIds) {
      Row row = rows.get(imageId);
      if (row != null && (pictured.isEmpty() || row.<Long>getAs("bytes") <= left)) {
        pictured.put(imageId, row);
        left -= row.<Long>getAs("bytes");
      }
    }
  }

  /** The ids of the images that get a picture, in the order in which they were given. */
  Set<String> pictured() {
    return Collections.unmodifiableSet(pictured.keySet());
  }

  /** Whether the warehouse has an image. */
  boolean has(String imageId) {
    return rows.containsKey(imageId);
  }

  /** Where a token of an image is, given a row with its image id and index. */
  TokenPlaces place(Row token, BundleManifest model) {
    Row image = rows.get(token.<String>getAs("image_id"));
    return TokenPlaces.of(
        model, token.getAs("token_index"), image.getAs("width"), image.getAs("height"));
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

  /** The bytes of those that get a picture: rows of image id and content. */
  Dataset<Row> contents() {
    List<Row> wanted = List.copyOf(pictured.values());
    return new Contents(warehouse)
        .read(warehouse.spark().createDataFrame(wanted, Tables.IMAGES.schema()), IMAGES_PER_TASK);
  }
}
