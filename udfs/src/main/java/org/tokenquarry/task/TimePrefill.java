package org.tokenquarry.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.prune.Pruner;

/**
 * Times the decoder in an executor on prompts with fewer visual tokens: the whole prompt of the
 * experiments, one sequence, to the logits of the first answer token. Embeddings are zeros, as time
 * does not depend on them. Each time is the shortest of several runs: other work on the machine can
 * only make a run longer.
 *
 * @param model whose decoder is timed
 */
public record TimePrefill(TaskModel model) implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;
  private static final int FEWEST = 3;
  private static final int MOST = 21;
  private static final double SECONDS = 20;
  private static final double NANOSECONDS = 1e9;

  /** The input: a ratio of the visual tokens, in (0, 1]. */
  public static final RowSchema<Double> KEEPS =
      RowSchema.<Double>empty().required("keep", DataTypes.DoubleType, keep -> keep);

  private record Timed(double keep, double seconds, double median) {}

  private static final RowSchema<Timed> COLUMNS =
      RowSchema.<Timed>empty()
          .required("keep", DataTypes.DoubleType, Timed::keep)
          .required("seconds", DataTypes.DoubleType, Timed::seconds)
          .required("median", DataTypes.DoubleType, Timed::median);

  /** For each ratio the shortest and the median time of its runs, in seconds. */
  public static final StructType OUTPUT = COLUMNS.schema();

  @Override
  public Iterator<Row> call(Iterator<Row> keeps) {
    LoadedModel loaded = model.open().loaded();
    List<Double> ratios = new ArrayList<>();
    keeps.forEachRemaining(row -> ratios.add(row.getAs("keep")));
    List<double[]> rounds = new ArrayList<>();
    double spent = 0;
    // Rounds over all lengths: a slow phase of the machine then affects all of them alike.
    while (rounds.size() < FEWEST || (rounds.size() < MOST && spent < SECONDS)) {
      double[] round =
          ratios.stream().mapToDouble(keep -> seconds(loaded, tokens(loaded, keep))).toArray();
      spent += Arrays.stream(round).sum();
      rounds.add(round);
    }
    return IntStream.range(0, ratios.size())
        .mapToObj(i -> row(ratios.get(i), rounds.stream().mapToDouble(each -> each[i])))
        .iterator();
  }

  private static Row row(double keep, DoubleStream seconds) {
    double[] sorted = seconds.sorted().toArray();
    return COLUMNS.row(new Timed(keep, sorted[0], sorted[sorted.length / 2]));
  }

  private static int tokens(LoadedModel model, double keep) {
    BundleManifest.Prompt prompt = model.manifest().prompt();
    return prompt.before().length
        + Pruner.budget(keep, model.manifest().grid().size())
        + prompt.after().length;
  }

  private static double seconds(LoadedModel model, int tokens) {
    try (NDManager scope = model.newScope()) {
      NDArray embeddings = scope.zeros(new Shape(1, tokens, model.manifest().rowWidth()));
      long started = System.nanoTime();
      // Copying the logits to the heap waits for the device.
      model.decoder().lastLogits(scope, embeddings, model.decoder().empty(scope)).toFloatArray();
      return (System.nanoTime() - started) / NANOSECONDS;
    }
  }
}
