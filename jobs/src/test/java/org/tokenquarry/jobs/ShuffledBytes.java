package org.tokenquarry.jobs;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Adds up what tasks of the Spark of the tests write for other tasks, until it is closed. */
final class ShuffledBytes extends SparkListener implements AutoCloseable {

  private final LongAdder bytes = new LongAdder();
  private final SparkContext spark = LocalSpark.session().sparkContext();

  /** Begins to listen. */
  ShuffledBytes() {
    spark.addSparkListener(this);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskMetrics() != null) {
      bytes.add(task.taskMetrics().shuffleWriteMetrics().bytesWritten());
    }
  }

  /** Bytes so far. */
  long sum() throws TimeoutException {
    spark.listenerBus().waitUntilEmpty();
    return bytes.sum();
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
