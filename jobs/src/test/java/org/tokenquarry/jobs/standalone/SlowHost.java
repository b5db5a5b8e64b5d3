package org.tokenquarry.jobs.standalone;

import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Makes one host slow: a task that mines there does its whole work, and then ends only when it is
 * killed, because another attempt has won. Spark makes the instance, in every executor.
 */
public final class SlowHost implements SparkPlugin {

  /** Spark's setting that names the host. */
  static final String NAME = "spark.tests.slowHost";

  private static final long PATIENCE_MILLIS = 60_000;

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Slow();
  }

  private static final class Slow implements ExecutorPlugin {

    private String slow;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      slow = context.conf().get(NAME);
    }

    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      boolean mines =
          "mine".equals(task.getLocalProperty("spark.jobGroup.id"))
              && "units".equals(task.getLocalProperty("spark.scheduler.pool"));
      if (mines && isSlow()) {
        task.addTaskCompletionListener((TaskCompletionListener) ended -> waitForTheEnd());
      }
    }

    private boolean isSlow() {
      return SparkEnv.get().blockManager().blockManagerId().host().equals(slow);
    }

    private static void waitForTheEnd() {
      try {
        Thread.sleep(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        // It was killed, and Spark's own thread must not stay interrupted.
      }
    }
  }
}
