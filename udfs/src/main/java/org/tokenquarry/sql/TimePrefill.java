package org.tokenquarry.sql;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.prune.Pruner;

/**
 * Times the decoder in an executor on prompts with fewer visual tokens: the whole prompt of the
 * experiments, one sequence, to the logits of the first answer token. Embeddings are zeros, as time
 * does not depend on them.
 */
public final class TimePrefill implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;
  private static final int WARM_UP = 3;
  private static final int RUNS = 11;
  private static final double NANOSECONDS = 1e9;

  /** A share of the visual tokens. */
  public static final StructType INPUT = new StructType().add("keep", DataTypes.DoubleType, false);

  /** Seconds: the median of several runs, the quickest and the slowest. */
  public static final StructType OUTPUT =
      new StructType()
          .add("keep", DataTypes.DoubleType, false)
          .add("seconds", DataTypes.DoubleType, false)
          .add("quickest", DataTypes.DoubleType, false)
          .add("slowest", DataTypes.DoubleType, false);

  private final AskPlan plan;

  /** Follows a plan. */
  public TimePrefill(AskPlan plan) {
    this.plan = plan;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> keeps) {
    LoadedModel model =
        ModelCache.shared().acquire(plan.model(), TaskDevice.current(plan.device()));
    Iterable<Row> rows = () -> keeps;
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> timed(model, row.getDouble(0)))
        .iterator();
  }

  private static Row timed(LoadedModel model, double keep) {
    int visual = Pruner.budget(keep, model.manifest().grid().size());
    int prompt =
        model.manifest().prompt().before().length + model.manifest().prompt().after().length;
    double[] seconds = new double[RUNS];
    for (int run = -WARM_UP; run < RUNS; run++) {
      double took = seconds(model, prompt + visual);
      if (run >= 0) {
        seconds[run] = took;
      }
    }
    Arrays.sort(seconds);
    return RowFactory.create(keep, seconds[RUNS / 2], seconds[0], seconds[RUNS - 1]);
  }

  private static double seconds(LoadedModel model, int tokens) {
    try (NDManager scope = model.newScope()) {
      NDArray embeddings = scope.zeros(new Shape(1, tokens, model.manifest().hidden()));
      long started = System.nanoTime();
      // Copying the logits to the heap waits for the device.
      model.decoder().lastLogits(scope, embeddings, model.decoder().empty(scope)).toFloatArray();
      return (System.nanoTime() - started) / NANOSECONDS;
    }
  }
}
