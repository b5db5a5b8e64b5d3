package org.tokenquarry.task;

import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.VisualTokens;

/**
 * Gives the pixels that the model sees of each image, how redundant each token is by the codebook,
 * and which tokens each pruner keeps.
 *
 * @param model encodes the images
 * @param pruners that are compared, with the codebook
 * @param keep ratio of the visual tokens that is kept, in (0, 1)
 */
public record InspectImages(TaskModel model, Shared<ChosenPruners> pruners, double keep)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private record Selection(String pruner, int[] tokens) {}

  private record Inspected(
      String imageId,
      TokenGrid grid,
      Pixels pixels,
      double[] redundancy,
      List<Selection> selections) {}

  private static final RowSchema<Selection> KEPT =
      RowSchema.<Selection>empty()
          .required("pruner", DataTypes.StringType, Selection::pruner)
          .required(
              "tokens", DataTypes.createArrayType(DataTypes.IntegerType, false), Selection::tokens);

  private static final RowSchema<Inspected> COLUMNS =
      RowSchema.<Inspected>empty()
          .required("image_id", DataTypes.StringType, Inspected::imageId)
          .required("rows", DataTypes.IntegerType, image -> image.grid().rows())
          .required("cols", DataTypes.IntegerType, image -> image.grid().cols())
          .required("height", DataTypes.IntegerType, image -> image.pixels().height())
          .required("width", DataTypes.IntegerType, image -> image.pixels().width())
          .required(
              "pixels",
              DataTypes.createArrayType(DataTypes.FloatType, false),
              image -> image.pixels().values())
          .required(
              "redundancy",
              DataTypes.createArrayType(DataTypes.DoubleType, false),
              Inspected::redundancy)
          .required("kept", KEPT.arrayType(), image -> KEPT.rows(image.selections()));

  /**
   * One image: {@code pixels [3, H, W]} as the model receives them, {@code redundancy [N]} the
   * largest cosine to a prototype.
   */
  public static final StructType OUTPUT = COLUMNS.schema();

  /** The pixels of a row of {@link #OUTPUT}. */
  public static Pixels pixels(Row row) {
    List<Float> values = row.getList(row.fieldIndex("pixels"));
    float[] pixels = new float[values.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = values.get(i);
    }
    return new Pixels(pixels, row.getAs("height"), row.getAs("width"));
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = model.open();
    ChosenPruners chosen = pruners.value();
    List<Pruner> made = chosen.pruners();
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row -> {
              Pixels pixels = opened.ingestedPixels(row.getAs("content"));
              ImageFeatures image = opened.features(pixels);
              VisualTokens tokens = image.tokens();
              return COLUMNS.row(
                  new Inspected(
                      row.getAs("image_id"),
                      tokens.grid(),
                      pixels,
                      chosen.codebook().redundancy(tokens.projected()),
                      selections(made, image)));
            })
        .iterator();
  }

  private List<Selection> selections(List<Pruner> made, ImageFeatures image) {
    List<Integer> budget = List.of(Pruner.budget(keep, image.tokens().grid().size()));
    return made.stream()
        .map(pruner -> new Selection(pruner.name(), pruner.prune(image, budget).get(0).positions()))
        .toList();
  }
}
