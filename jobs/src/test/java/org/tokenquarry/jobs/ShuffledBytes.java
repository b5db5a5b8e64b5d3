package org.tokenquarry.jobs;

import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** Adds up what tasks of a session write for other tasks. */
final class ShuffledBytes extends SparkListener {

  private final LongAdder bytes = new LongAdder();

  /** Begins to listen, in the session of the tests. A verb that runs next uses and stops it. */
  void listen() {
    SparkSession session = LocalSpark.session();
    session.sparkContext().addSparkListener(this);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskMetrics() != null) {
      bytes.add(task.taskMetrics().shuffleWriteMetrics().bytesWritten());
    }
  }

  /** Bytes so far. */
  long sum() {
    return bytes.sum();
  }
}
