package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.pack.PackSlice;

/**
 * What is done and what is left to do before a run. The driver keeps four bytes for each image that
 * is left.
 *
 * @param wanted images that are to be mined
 * @param done of these, mined before with this model and these settings
 * @param quarantined of these, neither mined nor to be tried again
 * @param left the other images, one slice for each pack, by the ids of the packs
 */
record Backlog(long wanted, long done, long quarantined, List<PackSlice> left) {

  private static final String ID = "image_id";
  private static final String PACK = "pack";
  private static final String POSITION = "position";
  private static final String BYTES = "bytes";
  private static final String WANTED = "wanted";
  private static final String MINED = "mined";
  private static final String QUARANTINED = "quarantined";

  /** Copies the list. */
  Backlog {
    left = List.copyOf(left);
  }

  /** How many images are left. */
  long images() {
    return left.stream().mapToLong(PackSlice::images).sum();
  }

  /**
   * Looks at the tables, in one pass over thin rows.
   *
   * @param contents of the same warehouse
   * @param images those that are to be mined
   * @param mined rows of {@code mined} with this model and these settings
   * @param refused see {@link Quarantine#ofMining}
   */
  static Backlog of(
      Contents contents, Dataset<Row> images, Dataset<Row> mined, Dataset<Row> refused) {
    Column no = lit(false);
    Column yes = lit(true);
    Dataset<Row> states =
        images
            .select(
                col(ID),
                col(PACK),
                col(POSITION),
                col(BYTES),
                yes.as(WANTED),
                no.as(MINED),
                no.as(QUARANTINED))
            .unionByName(marked(mined, yes, no), true)
            .unionByName(marked(refused, no, col(Quarantine.HOLDS)), true)
            .groupBy(ID)
            .agg(
                max(PACK).as(PACK),
                max(POSITION).as(POSITION),
                max(BYTES).as(BYTES),
                max(WANTED).as(WANTED),
                max(MINED).as(MINED),
                max(QUARANTINED).as(QUARANTINED))
            .filter(col(WANTED));
    Column left = not(col(MINED)).and(not(col(QUARANTINED)));
    Dataset<Row> packs =
        states
            .groupBy(PACK)
            .agg(
                sum(lit(1L)).as(WANTED),
                sum(col(MINED).cast("long")).as(MINED),
                sum(not(col(MINED)).and(col(QUARANTINED)).cast("long")).as(QUARANTINED),
                // Without a default `when` gives null, which collect_list leaves out.
                sort_array(collect_list(when(left, col(POSITION)))).as(Contents.POSITIONS),
                sum(when(left, col(BYTES)).otherwise(lit(0L))).as(BYTES))
            .sort(PACK);
    return of(contents, packs.toLocalIterator());
  }

  private static Dataset<Row> marked(Dataset<Row> rows, Column mined, Column quarantined) {
    return rows.select(
        col(ID), lit(false).as(WANTED), mined.as(MINED), quarantined.as(QUARANTINED));
  }

  private static Backlog of(Contents contents, Iterator<Row> packs) {
    Contents.Finder finder = contents.finder();
    long wanted = 0;
    long done = 0;
    long quarantined = 0;
    List<PackSlice> left = new ArrayList<>();
    while (packs.hasNext()) {
      Row pack = packs.next();
      wanted += pack.<Long>getAs(WANTED);
      done += pack.<Long>getAs(MINED);
      quarantined += pack.<Long>getAs(QUARANTINED);
      finder.slice(pack).ifPresent(left::add);
    }
    return new Backlog(wanted, done, quarantined, left);
  }
}
