package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.intake.Repack;
import org.tokenquarry.pack.Pack;
import org.tokenquarry.pack.PackSlice;

/**
 * Takes images out of their packs. A pack is a file, so its other images are copied to a new one,
 * in this process and one pack at a time. A run that is killed leaves a pack that no image names;
 * the next removes it.
 */
final class ImageRemoval {

  private static final String WORK = "forget";
  private static final String PACK = "pack";

  private final Warehouse warehouse;
  private final RunInfo run;
  private final FileCommits commits;

  ImageRemoval(Warehouse warehouse, RunInfo run) {
    this.warehouse = warehouse;
    this.run = run;
    this.commits = new FileCommits(warehouse);
  }

  /** Removes images and their bytes. */
  void remove(Set<String> ids) {
    removeUnused();
    Dataset<Row> images = warehouse.read(Tables.IMAGES);
    // At most one for each id.
    List<String> packs =
        images
            .filter(col("image_id").isin(ids.toArray()))
            .select(PACK)
            .distinct()
            .sort(PACK)
            .as(Encoders.STRING())
            .collectAsList();
    for (String pack : packs) {
      removeFrom(pack, ids);
    }
    removeUnused();
  }

  private void removeFrom(String pack, Set<String> ids) {
    // As many as a pack holds.
    List<Row> images =
        warehouse
            .read(Tables.IMAGES)
            .filter(col(PACK).equalTo(pack))
            .sort("position")
            .collectAsList();
    List<Row> left =
        images.stream().filter(image -> !ids.contains(image.<String>getAs("image_id"))).toList();
    List<ImageRow> moved = new ArrayList<>();
    String condition = "pack = '" + pack + "'";
    if (!left.isEmpty()) {
      Pack copy = copied(pack, left);
      commits.add(
          Tables.CONTENTS,
          List.of(new AddedFile(copy.file(), Map.of(PACK, copy.id()))),
          commits.last(Tables.CONTENTS, WORK).next(),
          run);
      left.forEach(image -> moved.add(at(image, copy.id(), moved.size())));
      condition = "pack IN ('" + pack + "', '" + copy.id() + "')";
    }
    warehouse.replace(Tables.IMAGES, condition, warehouse.rows(ImageRow.COLUMNS, moved), run);
  }

  private Pack copied(String pack, List<Row> images) {
    TableFile file =
        commits.files(Tables.CONTENTS).stream()
            .filter(each -> pack.equals(each.partition().get(PACK)))
            .findFirst()
            .orElseThrow(() -> TableErrors.packMissing(warehouse.location(), pack));
    PackSlice slice =
        new PackSlice(
            file.uri(),
            file.bytes(),
            images.stream().mapToInt(image -> image.<Integer>getAs("position")).toArray(),
            images.stream().mapToLong(image -> image.<Long>getAs("bytes")).sum());
    try {
      return new Repack(
              new SerializableConfiguration(warehouse.hadoop()), warehouse.path(Tables.CONTENTS))
          .call(slice);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageRow at(Row image, String pack, int position) {
    return new ImageRow(
        image.getAs("image_id"),
        pack,
        position,
        image.getAs("bytes"),
        image.getAs("width"),
        image.getAs("height"),
        image.getAs("format"),
        image.getAs("source_uri"),
        image.getAs("split"),
        image.<Timestamp>getAs("ingested_at").toInstant());
  }

  private void removeUnused() {
    // One id for each pack of 64 MB.
    Set<String> used =
        new HashSet<>(
            warehouse
                .read(Tables.IMAGES)
                .select(PACK)
                .distinct()
                .as(Encoders.STRING())
                .collectAsList());
    List<TableFile> unused =
        commits.files(Tables.CONTENTS).stream()
            .filter(file -> !used.contains(file.partition().get(PACK)))
            .toList();
    if (!unused.isEmpty()) {
      commits.remove(Tables.CONTENTS, unused, run);
    }
  }
}
