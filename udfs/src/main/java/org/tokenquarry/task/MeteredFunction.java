package org.tokenquarry.task;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.Work;

/**
 * Measures the work that a function of executors has the model do: operations, and time in native
 * calls. It counts in the thread of the task, so other tasks that share the model do not matter.
 * Rows and their order do not change.
 *
 * @param model that the function opens
 * @param work the function
 * @param meter receives the work of each task when the task ends
 */
public record MeteredFunction(
    TaskModel model, MapPartitionsFunction<Row, Row> work, MeteredFunction.Meter meter)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** Receives the work of a task; called once for each task, in the executor. */
  @FunctionalInterface
  public interface Meter extends Consumer<Work>, Serializable {}

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws Exception {
    LoadedModel loaded = model.open().loaded();
    Work before = loaded.workOfThread();
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskContext ended) -> meter.accept(loaded.workOfThread().since(before)));
    return work.call(rows);
  }
}
