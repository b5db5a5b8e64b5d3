package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * Gives the pixels that the model sees of each image, how redundant each token is by the codebook,
 * and which tokens each pruner keeps.
 *
 * @param model encodes the images
 * @param pruners that are compared, with the codebook
 * @param keep ratio of the visual tokens that is kept, in (0, 1)
 */
public record InspectImages(TaskModel model, Broadcast<ChosenPruners> pruners, double keep)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private static final StructType KEPT =
      new StructType()
          .add("pruner", DataTypes.StringType, false)
          .add("tokens", DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  /**
   * One image: {@code pixels [3, H, W]} as the model receives them, {@code redundancy [N]} the
   * largest cosine to a prototype.
   */
  public static final StructType OUTPUT =
      new StructType()
          .add("image_id", DataTypes.StringType, false)
          .add("rows", DataTypes.IntegerType, false)
          .add("cols", DataTypes.IntegerType, false)
          .add("pixels", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("redundancy", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("kept", DataTypes.createArrayType(KEPT, false), false);

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = model.open();
    ChosenPruners chosen = pruners.value();
    Codebook codebook = new Codebook(new TokenMatrix(chosen.prototypes(), chosen.dim()));
    List<Pruner> made = chosen.pruners();
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row -> {
              float[] pixels = opened.ingestedPixels(row.getAs("content"));
              ImageFeatures image = opened.features(pixels);
              VisualTokens tokens = image.tokens();
              return RowFactory.create(
                  row.getAs("image_id"),
                  tokens.grid().rows(),
                  tokens.grid().cols(),
                  pixels,
                  codebook.redundancy(tokens.projected()),
                  kept(made, image));
            })
        .iterator();
  }

  private Row[] kept(List<Pruner> made, ImageFeatures image) {
    int budget = Pruner.budget(keep, image.tokens().grid().size());
    List<Row> kept = new ArrayList<>();
    for (Pruner pruner : made) {
      int[] chosen = pruner.prune(image, List.of(budget)).get(0).positions();
      kept.add(RowFactory.create(pruner.name(), Arrays.stream(chosen).boxed().toArray()));
    }
    return kept.toArray(Row[]::new);
  }
}
