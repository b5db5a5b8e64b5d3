package org.tokenquarry.jobs.ingest;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Sequence;
import org.tokenquarry.jobs.table.TableFile;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/** Which contents the warehouse holds already, or must never hold again. */
final class KnownImages {

  private KnownImages() {}

  /**
   * Reads the ids of all images, one after the other, and removes packs that belong to no image: a
   * run was killed after it had added them. Their images are read again, and would be stored twice.
   *
   * @throws org.tokenquarry.jobs.table.ConcurrentRunException if the run that added them still runs
   */
  static DigestSet read(Warehouse warehouse, String work, RunInfo run) {
    FileCommits commits = new FileCommits(warehouse);
    // In this order: what a run adds meanwhile is taken for left behind, and then its next commit
    // to images, or ours, is refused.
    List<TableFile> packs = commits.files(Tables.CONTENTS);
    Sequence added = commits.last(Tables.CONTENTS, work);
    Sequence described = commits.last(Tables.IMAGES, work);
    Dataset<Row> images = warehouse.read(Tables.IMAGES).select("image_id", "pack");
    DigestSet known =
        new DigestSet(commits.files(Tables.IMAGES).stream().mapToLong(TableFile::rows).sum());
    Set<String> used = new HashSet<>();
    for (Iterator<Row> rows = images.toLocalIterator(); rows.hasNext(); ) {
      Row row = rows.next();
      known.add(row.getString(0));
      used.add(row.getString(1));
    }
    warehouse
        .read(Tables.FORGOTTEN)
        .select("image_id")
        .toLocalIterator()
        .forEachRemaining(row -> known.add(row.getString(0)));
    List<TableFile> left =
        packs.stream().filter(pack -> !used.contains(pack.partition().get("pack"))).toList();
    if (!left.isEmpty()) {
      if (added.number() > described.number()) {
        // Takes the place of the commit that is missing, so that it cannot come any more.
        commits.add(Tables.IMAGES, List.of(), described.next(), run);
      }
      commits.remove(Tables.CONTENTS, left, run);
    }
    return known;
  }
}
