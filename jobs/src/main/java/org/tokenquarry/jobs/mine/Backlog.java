package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.Quarantine;

/**
 * What is done and what is left to do before a run.
 *
 * @param wanted images that are to be mined
 * @param done of these, mined before with this model and these settings
 * @param quarantined of these, neither mined nor to be tried again
 * @param withFindings images with findings, whether they are wanted or not
 * @param withReason images that the quarantine keeps from being mined, whether wanted or not
 * @param left ids of wanted images that are neither done nor quarantined, ascending
 * @param tries of these, those that were quarantined before, and how often
 */
record Backlog(
    long wanted,
    long done,
    long quarantined,
    long withFindings,
    long withReason,
    List<String> left,
    Map<String, Long> tries) {

  private static final String ID = "image_id";
  private static final String WANTED = "wanted";
  private static final String MINED = "mined";
  private static final String QUARANTINED = "quarantined";
  private static final String TRIES = "tries";
  private static final String IMAGES = "images";
  private static final String LEFT = "left";

  /** Copies the collections. */
  Backlog {
    left = List.copyOf(left);
    tries = Map.copyOf(tries);
  }

  /**
   * Looks at the tables, in one pass.
   *
   * @param images those that are to be mined
   * @param findings rows of {@code experiments} with this model and these settings
   * @param refused see {@link Quarantine#ofMining}
   */
  static Backlog of(Dataset<Row> images, Dataset<Row> findings, Dataset<Row> refused) {
    Column no = lit(false);
    Column yes = lit(true);
    Dataset<Row> states =
        marked(images, yes, no, no, 0)
            .unionByName(marked(findings, no, yes, no, 0))
            .unionByName(marked(refused, no, no, col(Quarantine.HOLDS), 1))
            .groupBy(ID)
            .agg(flag(WANTED), flag(MINED), flag(QUARANTINED), sum(TRIES).as(TRIES));
    Column left = col(WANTED).and(not(col(MINED))).and(not(col(QUARANTINED)));
    // Without a default `when` gives null, which collect_list leaves out.
    Column triedBefore = when(left.and(col(TRIES).gt(0)), struct(ID, TRIES));
    List<Group> groups =
        states
            .groupBy(WANTED, MINED, QUARANTINED)
            .agg(
                count(lit(1)).as(IMAGES),
                collect_list(when(left, col(ID))).as(LEFT),
                collect_list(triedBefore).as(TRIES))
            .collectAsList()
            .stream()
            .map(Group::of)
            .toList();
    Map<String, Long> tries = new HashMap<>();
    groups.forEach(
        group -> group.tries().forEach(row -> tries.put(row.getAs(ID), row.getAs(TRIES))));
    return new Backlog(
        images(groups, Group::wanted),
        images(groups, group -> group.wanted() && group.mined()),
        images(groups, group -> group.wanted() && !group.mined() && group.quarantined()),
        images(groups, Group::mined),
        images(groups, Group::quarantined),
        groups.stream().flatMap(group -> group.left().stream()).sorted().toList(),
        tries);
  }

  /** Images in the same state. */
  private record Group(
      boolean wanted,
      boolean mined,
      boolean quarantined,
      long images,
      List<String> left,
      List<Row> tries) {

    static Group of(Row row) {
      return new Group(
          row.getAs(WANTED),
          row.getAs(MINED),
          row.getAs(QUARANTINED),
          row.getAs(IMAGES),
          row.getList(row.fieldIndex(LEFT)),
          row.getList(row.fieldIndex(TRIES)));
    }
  }

  private static long images(List<Group> groups, Predicate<Group> which) {
    return groups.stream().filter(which).mapToLong(Group::images).sum();
  }

  private static Dataset<Row> marked(
      Dataset<Row> rows, Column wanted, Column mined, Column quarantined, long tries) {
    return rows.select(
        col(ID),
        wanted.as(WANTED),
        mined.as(MINED),
        quarantined.as(QUARANTINED),
        lit(tries).as(TRIES));
  }

  private static Column flag(String name) {
    return max(name).as(name);
  }
}
