package org.tokenquarry.task;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.layerprune.FitPruneRecipe;
import org.tokenquarry.layerprune.LayerPruner;
import org.tokenquarry.prune.Pruner;

/**
 * Asks the model questions about images, with all visual tokens and with those that each pruner
 * keeps. The vision tower encodes each image once.
 *
 * @param model answers the questions
 * @param settings how it is asked
 * @param pruners that are compared
 * @param recipes of FitPrune, by budget; empty where FitPrune is not compared
 */
public record AskQuestions(
    TaskModel model,
    AskSettings settings,
    Shared<ChosenPruners> pruners,
    Map<Integer, FitPruneRecipe> recipes)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /**
   * An image and the questions about it, without its content; {@code answers} may be empty, {@code
   * scoring} is the code of a {@link org.tokenquarry.answer.Scoring}.
   */
  public static final StructType INPUT = AskedImage.COLUMNS.schema();

  /**
   * Sums over an image's questions of one set, for each pruner and ratio; each seed of a pruner has
   * a row of its own. The columns after {@code set} are those of {@link Tally}.
   */
  public static final StructType OUTPUT = Tally.OfImage.COLUMNS.schema();

  /** The name under which metrics with all tokens are reported. */
  public static final String UNPRUNED = "unpruned";

  /** How many questions a row of {@link #INPUT} holds. */
  public static long questions(Row image) {
    return image.getList(image.fieldIndex("questions")).size();
  }

  /** Copies the map. */
  public AskQuestions {
    recipes = Map.copyOf(recipes);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = model.open();
    List<Pruner> before = pruners.value().pruners();
    List<LayerPruner> inside =
        opened.loaded().decoder().runsLayers() ? pruners.value().layerPruners(recipes) : List.of();
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(
            row -> {
              float[] pixels = opened.ingestedPixels(row.getAs("content"));
              ImageQuestions questions =
                  new ImageQuestions(
                      opened.loaded(), settings, AskedImage.of(row), opened.features(pixels));
              return questions.rows(before, inside).stream();
            })
        .iterator();
  }
}
