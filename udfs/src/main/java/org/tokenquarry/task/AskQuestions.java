package org.tokenquarry.task;

import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.answer.View;
import org.tokenquarry.layerprune.LayerCalibration;

/**
 * Asks the model questions about images, with all visual tokens and with those that each pruner
 * keeps. The vision tower encodes each image once. A row has {@code image_id} and {@code content};
 * the questions are not in it, so that they come to the bytes and the bytes need not move.
 *
 * @param model answers the questions
 * @param settings how it is asked
 * @param questions about each image, by image id
 * @param pruners that are compared
 * @param calibration of methods inside the language model
 */
public record AskQuestions(
    TaskModel model,
    AskSettings settings,
    Shared<HeldOutQuestions> questions,
    Shared<ChosenPruners> pruners,
    LayerCalibration calibration)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /**
   * Sums over an image's questions of one set, for each pruner and ratio; each seed of a pruner has
   * a row of its own. The columns after {@code set} are those of {@link Tally}.
   */
  public static final StructType OUTPUT = Tally.OfImage.COLUMNS.schema();

  /** The name under which metrics with all tokens are reported. */
  public static final String UNPRUNED = "unpruned";

  /** How many questions are about the image of a row. */
  public long asked(Row image) {
    return questions.value().about(image.getAs("image_id")).size();
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = model.open();
    ChosenPruners chosen = pruners.value();
    MadePruners made = made(opened, chosen);
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(
            row -> {
              String imageId = row.getAs("image_id");
              byte[] content = row.getAs("content");
              ImageQuestions asking =
                  new ImageQuestions(
                      opened.loaded(),
                      settings,
                      new AskedImage(imageId, questions.value().about(imageId)),
                      opened.view(content, settings.view()));
              return asking.rows(made, () -> opened.ingestedPixels(content)).stream();
            })
        .iterator();
  }

  /** Of packed sequences only those that need no more than tokens, part by part. */
  private MadePruners made(OpenedModel opened, ChosenPruners chosen) {
    if (settings.view() == View.PACKED) {
      return new MadePruners(chosen.pruners(), List.of(), List.of(), List.of());
    }
    return new MadePruners(
        chosen.pruners(),
        opened.loaded().vision().offersKeys() ? chosen.towerPruners() : List.of(),
        chosen.questionPruners().stream()
            .filter(pruner -> !pruner.asksModel() || opened.loaded().decoder().runsLayers())
            .toList(),
        chosen.layerPruners(calibration).stream()
            .filter(pruner -> pruner.serves(opened.loaded().decoder()))
            .toList());
  }
}
