package org.tokenquarry.task;

import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A value that the driver makes and every task needs, such as a codebook of hundreds of megabytes:
 * one copy in a process, whatever the number of its tasks.
 *
 * <p>Executors get a broadcast. Tasks of local mode run in the driver's process, so they take the
 * driver's own value: a broadcast would serialise it there, and give tasks a second copy where
 * Spark's storage memory is short.
 *
 * @param <T> not modified after it was shared
 */
public final class Shared<T extends Serializable> implements Serializable, AutoCloseable {

  private static final long serialVersionUID = 1L;

  /** The values of local mode, by key, until they are closed. */
  private static final Map<String, Object> HERE = new ConcurrentHashMap<>();

  private final String key;
  private final Broadcast<T> broadcast;

  private Shared(String key, Broadcast<T> broadcast) {
    this.key = key;
    this.broadcast = broadcast;
  }

  /** Shares a value with the tasks of a session. The caller closes it when these have ended. */
  public static <T extends Serializable> Shared<T> with(SparkSession spark, T value) {
    String key = UUID.randomUUID().toString();
    if (spark.sparkContext().isLocal()) {
      HERE.put(key, value);
      return new Shared<>(key, null);
    }
    return new Shared<>(
        key, JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(value));
  }

  /**
   * The value; the same object for all tasks of a process.
   *
   * @throws IllegalStateException if it was closed
   */
  public T value() {
    if (broadcast != null) {
      return broadcast.value();
    }
    @SuppressWarnings("unchecked") // Only `with` puts values there, under the key of their type.
    T value = (T) HERE.get(key);
    if (value == null) {
      throw new IllegalStateException("a shared value was asked for after it was closed");
    }
    return value;
  }

  /** Frees the value everywhere. */
  @Override
  public void close() {
    HERE.remove(key);
    if (broadcast != null) {
      broadcast.destroy();
    }
  }
}
