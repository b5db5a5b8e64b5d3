package org.tokenquarry.jobs.mine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * Deals images to Spark tasks like cards, so that no task gets more than one image more than
 * another. Hashed by their ids, some tasks of a cluster would get twice the others' work, and every
 * commit would wait for them.
 *
 * <p>Spark partitions by hash alone: {@code pmod(murmur3(key, 42), tasks)}. So the keys are numbers
 * whose hashes are known. Were Spark's hash another, tasks would be uneven and results the same.
 */
final class EvenTasks {

  /** Column of the keys: {@code repartition(tasks, col(KEY))} puts one key into each task. */
  static final String KEY = "task_key";

  /** What {@link #deal} gives: image id and key. */
  static final StructType SCHEMA =
      new StructType()
          .add("image_id", DataTypes.StringType, false)
          .add(KEY, DataTypes.IntegerType, false);

  private static final int SPARKS_SEED = 42;

  private EvenTasks() {}

  /**
   * Deals ids to tasks in turn.
   *
   * @param tasks at least 1
   * @return rows of {@link #SCHEMA}
   */
  static List<Row> deal(List<String> ids, int tasks) {
    int[] keys = keys(tasks);
    List<Row> rows = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      rows.add(RowFactory.create(ids.get(i), keys[i % tasks]));
    }
    return rows;
  }

  /** For each task a number that is hashed to it. */
  private static int[] keys(int tasks) {
    int[] keys = new int[tasks];
    Arrays.fill(keys, -1);
    int missing = tasks;
    for (int key = 0; missing > 0; key++) {
      int task = Math.floorMod(Murmur3_x86_32.hashInt(key, SPARKS_SEED), tasks);
      if (keys[task] < 0) {
        keys[task] = key;
        missing--;
      }
    }
    return keys;
  }
}
