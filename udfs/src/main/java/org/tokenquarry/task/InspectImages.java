package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.TaskDevice;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * Shows images to the model in executors: the pixels that it sees, how redundant the codebook calls
 * each token, and which tokens each pruner keeps.
 */
public final class InspectImages implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private static final StructType KEPT =
      new StructType()
          .add("pruner", DataTypes.StringType, false)
          .add("tokens", DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  /**
   * One image; {@code pixels [3, H, W]} as given to the model, {@code redundancy [N]} the largest
   * cosine.
   */
  public static final StructType OUTPUT =
      new StructType()
          .add("image_id", DataTypes.StringType, false)
          .add("rows", DataTypes.IntegerType, false)
          .add("cols", DataTypes.IntegerType, false)
          .add("pixels", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("redundancy", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("kept", DataTypes.createArrayType(KEPT, false), false);

  private final InspectPlan plan;

  /** Follows a plan. */
  public InspectImages(InspectPlan plan) {
    this.plan = plan;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    LoadedModel model =
        ModelCache.shared().acquire(plan.model(), TaskDevice.current(plan.device()));
    IngestedImages ingested = new IngestedImages(model, plan.limits());
    PrunerPlan choice = plan.pruners().value();
    Codebook codebook = new Codebook(new TokenMatrix(choice.prototypes(), choice.dim()));
    List<Pruner> pruners = choice.pruners();
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row -> {
              float[] pixels = ingested.pixels(row.getAs("content"));
              ImageFeatures image = ingested.features(pixels);
              VisualTokens tokens = image.tokens();
              return RowFactory.create(
                  row.getAs("image_id"),
                  tokens.grid().rows(),
                  tokens.grid().cols(),
                  pixels,
                  codebook.redundancy(tokens.projected()),
                  kept(pruners, image));
            })
        .iterator();
  }

  private Row[] kept(List<Pruner> pruners, ImageFeatures image) {
    int budget = Pruner.budget(plan.keep(), image.tokens().grid().size());
    List<Row> kept = new ArrayList<>();
    for (Pruner pruner : pruners) {
      int[] chosen = pruner.prune(image, List.of(budget)).get(0).positions();
      kept.add(RowFactory.create(pruner.name(), Arrays.stream(chosen).boxed().toArray()));
    }
    return kept.toArray(Row[]::new);
  }
}
