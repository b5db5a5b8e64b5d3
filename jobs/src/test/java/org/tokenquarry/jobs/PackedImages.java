package org.tokenquarry.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.table.AddedFile;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.ImageRow;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.pack.Pack;
import org.tokenquarry.pack.PackLimits;
import org.tokenquarry.pack.PackWriter;

/**
 * Stores images in a warehouse, in packs that a test chooses. The contents are not looked at.
 *
 * @param warehouse that gets the images
 */
public record PackedImages(Warehouse warehouse) {

  private static final String WORK = "ingest";
  private static final RunInfo RUN = new RunInfo("run", WORK, "", "");

  /** Opens a warehouse with the session of the tests. */
  public static PackedImages in(String location) {
    return new PackedImages(new Warehouse(LocalSpark.session(), location));
  }

  /**
   * Stores images in one pack.
   *
   * @return their ids, in the same order
   */
  public List<String> add(String split, List<byte[]> contents) {
    Configuration hadoop = LocalSpark.session().sessionState().newHadoopConf();
    List<String> ids = contents.stream().map(Sha256::of).toList();
    Path directory = new Path(warehouse.path(Tables.CONTENTS));
    try (PackWriter writer = new PackWriter(hadoop, directory, PackLimits.USUAL)) {
      for (int i = 0; i < ids.size(); i++) {
        writer.add(ids.get(i), contents.get(i));
      }
      commit(split, writer.finish().orElseThrow(), ids, contents);
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void commit(String split, Pack pack, List<String> ids, List<byte[]> contents) {
    List<ImageRow> rows = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      rows.add(
          new ImageRow(
              ids.get(i),
              pack.id(),
              i,
              contents.get(i).length,
              96,
              96,
              "png",
              "file:/images/" + ids.get(i) + ".png",
              split,
              Instant.EPOCH));
    }
    FileCommits commits = new FileCommits(warehouse);
    commits.add(
        Tables.CONTENTS,
        List.of(new AddedFile(pack.file(), Map.of("pack", pack.id()))),
        commits.last(Tables.CONTENTS, WORK).next(),
        RUN);
    commits.add(
        Tables.IMAGES,
        ImageRow.COLUMNS,
        rows,
        Map.of("split", split),
        commits.last(Tables.IMAGES, WORK).next(),
        RUN);
  }
}
