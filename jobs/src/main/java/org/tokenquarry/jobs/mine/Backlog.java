package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where the images of a warehouse stand before a run.
 *
 * @param wanted images that are to be mined
 * @param done of these, mined before with this model and these settings
 * @param putAside of these, neither mined nor to be tried again
 * @param withFindings images with findings, whether they are wanted or not
 * @param withReason images in quarantine, whether they are wanted or not
 * @param left ids of wanted images that are neither done nor put aside, ascending
 */
record Backlog(
    long wanted, long done, long putAside, long withFindings, long withReason, List<String> left) {

  private static final String ID = "image_id";
  private static final String WANTED = "wanted";
  private static final String MINED = "mined";
  private static final String PUT_ASIDE = "put_aside";
  private static final String IMAGES = "images";
  private static final String LEFT = "left";

  /** Copies the list. */
  Backlog {
    left = List.copyOf(left);
  }

  /**
   * Looks at the tables, in one pass.
   *
   * @param images those that are to be mined
   * @param findings rows of {@code experiments} with this model and these settings
   * @param refused rows of the quarantine that mining put there
   */
  static Backlog of(Dataset<Row> images, Dataset<Row> findings, Dataset<Row> refused) {
    Dataset<Row> states =
        marked(images, WANTED)
            .unionByName(marked(findings, MINED))
            .unionByName(marked(refused, PUT_ASIDE))
            .groupBy(ID)
            .agg(flag(WANTED), flag(MINED), flag(PUT_ASIDE));
    Column left = col(WANTED).and(not(col(MINED))).and(not(col(PUT_ASIDE)));
    List<Group> groups =
        states
            .groupBy(WANTED, MINED, PUT_ASIDE)
            // Without a default `when` gives null, which collect_list leaves out.
            .agg(count(lit(1)).as(IMAGES), collect_list(when(left, col(ID))).as(LEFT))
            .collectAsList()
            .stream()
            .map(Group::of)
            .toList();
    return new Backlog(
        images(groups, Group::wanted),
        images(groups, group -> group.wanted() && group.mined()),
        images(groups, group -> group.wanted() && !group.mined() && group.putAside()),
        images(groups, Group::mined),
        images(groups, Group::putAside),
        groups.stream().flatMap(group -> group.left().stream()).sorted().toList());
  }

  /** Images in the same state. */
  private record Group(
      boolean wanted, boolean mined, boolean putAside, long images, List<String> left) {

    static Group of(Row row) {
      return new Group(
          row.getAs(WANTED),
          row.getAs(MINED),
          row.getAs(PUT_ASIDE),
          row.getAs(IMAGES),
          row.getList(row.fieldIndex(LEFT)));
    }
  }

  private static long images(List<Group> groups, Predicate<Group> which) {
    return groups.stream().filter(which).mapToLong(Group::images).sum();
  }

  private static Dataset<Row> marked(Dataset<Row> rows, String mark) {
    return rows.select(
        Stream.concat(
                Stream.of(col(ID)),
                Stream.of(WANTED, MINED, PUT_ASIDE).map(name -> lit(name.equals(mark)).as(name)))
            .toArray(Column[]::new));
  }

  private static Column flag(String name) {
    return max(name).as(name);
  }
}
