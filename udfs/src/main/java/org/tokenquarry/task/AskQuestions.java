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
 * keeps. The vision tower encodes each image once, or once for each sequence that it is in. Rows
 * are those of {@link ReadSequences#SEQUENCES}; the questions are not in them, so that they come to
 * the bytes. In memory are the images of one row.
 *
 * @param model answers the questions
 * @param settings how it is asked
 * @param questions about each image, or each sequence of images
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

  /** How many questions are about the images of a row. */
  public long asked(Row images) {
    return questions.value().about(images.getAs("image_id")).size();
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
              String name = row.getAs("image_id");
              List<byte[]> contents = row.getList(row.fieldIndex("contents"));
              ImageQuestions asking =
                  new ImageQuestions(
                      opened.loaded(),
                      settings,
                      new AskedImages(name, questions.value().about(name)),
                      opened.sequence(contents, settings.view()));
              return asking
                  .rows(made, image -> opened.ingestedPixels(contents.get(image)))
                  .stream();
            })
        .iterator();
  }

  /**
   * Of packed sequences only those that need no more than tokens, part by part. Those inside the
   * language model know one block of visual tokens, so several images are not for them.
   */
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
        settings.showsOneBlock(questions.value().mostImages())
            ? chosen.layerPruners(calibration).stream()
                .filter(pruner -> pruner.serves(opened.loaded().decoder()))
                .toList()
            : List.of());
  }
}
