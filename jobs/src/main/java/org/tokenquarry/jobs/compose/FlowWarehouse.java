package org.tokenquarry.jobs.compose;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.table.AddedFile;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.ImageRow;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Sequence;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.pack.Pack;
import org.tokenquarry.pack.PackLimits;
import org.tokenquarry.pack.PackSlice;
import org.tokenquarry.pack.PackWriter;

/** A warehouse with images that only a stand-in can examine: each has a number for bytes. */
final class FlowWarehouse {

  private static final int IMAGES_OF_A_PACK = 1_000;

  private final Warehouse warehouse;
  private final FileCommits commits;
  private final RunInfo run;

  FlowWarehouse(SparkSession spark, String directory, RunInfo run) {
    this.warehouse = new Warehouse(spark, directory);
    this.commits = new FileCommits(warehouse);
    this.run = run;
  }

  Warehouse tables() {
    return warehouse;
  }

  /** Adds images, and gives the packs that hold them. */
  List<PackSlice> add(int images) throws IOException {
    List<AddedFile> packs = new ArrayList<>();
    List<ImageRow> rows = new ArrayList<>();
    for (int first = 0; first < images; first += IMAGES_OF_A_PACK) {
      packs.add(pack(first, Math.min(images, first + IMAGES_OF_A_PACK), rows));
    }
    Sequence place = new Sequence("bench", 1);
    commits.add(Tables.CONTENTS, packs, place, run);
    commits.add(Tables.IMAGES, ImageRow.COLUMNS, rows, Map.of("split", Split.MINE), place, run);
    return new Contents(warehouse).packs(warehouse.images(Split.MINE));
  }

  /** The id of an image. */
  static String idOf(int image) {
    return Sha256.of(content(image));
  }

  private static byte[] content(int image) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(image).array();
  }

  private AddedFile pack(int first, int end, List<ImageRow> rows) throws IOException {
    List<String> ids = new ArrayList<>();
    Path directory = new Path(warehouse.path(Tables.CONTENTS));
    try (PackWriter writer =
        new PackWriter(
            warehouse.spark().sessionState().newHadoopConf(), directory, PackLimits.USUAL)) {
      for (int i = first; i < end; i++) {
        ids.add(idOf(i));
        writer.add(idOf(i), content(i));
      }
      Pack pack = writer.finish().orElseThrow();
      for (int i = 0; i < ids.size(); i++) {
        rows.add(row(ids.get(i), pack.id(), i));
      }
      return new AddedFile(pack.file(), Map.of("pack", pack.id()));
    }
  }

  private static ImageRow row(String id, String pack, int position) {
    return new ImageRow(
        id, pack, position, Integer.BYTES, 1, 1, "png", "bench:" + id, Split.MINE, Instant.now());
  }
}
