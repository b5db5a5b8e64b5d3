package org.tokenquarry.experiment;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.HalvingBatches;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.VisualTokens;

/**
 * Encodes groups of images and runs the experiments on their tokens. An image on which the model
 * fails does not harm its neighbours. Belongs to one thread; holds no native memory between calls.
 */
public final class ImageExaminer {

  private final LoadedModel model;
  private final ExperimentEngine engine;
  private final Batching batching;

  /**
   * Prepares for one model.
   *
   * @param model outlives the examiner
   * @param engine made for the same model
   */
  public ImageExaminer(LoadedModel model, ExperimentEngine engine, Batching batching) {
    this.model = model;
    this.engine = engine;
    this.batching = batching.on(model.device());
  }

  /** How many images are encoded and examined together, at least 1. */
  public int groupSize() {
    return batching.images();
  }

  /**
   * Encodes images, and begins what needs only their tokens.
   *
   * @param pixels prepared as the manifest says
   * @return one element an image, in order
   */
  public List<EncodedImage> encode(List<Pixels> pixels) {
    return tokens(pixels).stream().map(this::probed).toList();
  }

  /**
   * The visual tokens of images, or of views of images. Those of one size share batches.
   *
   * @param pixels prepared as the manifest says
   * @return one element an image, in order
   */
  public List<VisualTokens> tokens(List<Pixels> pixels) {
    return Alike.run(
        pixels,
        image -> List.of(image.height(), image.width()),
        alike ->
            HalvingBatches.ahead(
                alike.size(),
                batching.images(),
                (first, last, size) ->
                    HalvingBatches.done(tokens(alike.subList(first, last), size))));
  }

  private List<VisualTokens> tokens(List<Pixels> pixels, int size) {
    Pixels[] batch = new Pixels[batching.filledImages(model.device(), pixels.size(), size)];
    Arrays.setAll(batch, i -> pixels.get(i < pixels.size() ? i : 0));
    return model.vision().tokens(List.of(batch)).subList(0, pixels.size());
  }

  /** Begins what needs only the tokens of an image. */
  public EncodedImage probed(VisualTokens tokens) {
    return new EncodedImage(
        tokens, OutputCheck.ofTokens(tokens).isEmpty() ? engine.probe(tokens) : null);
  }

  /**
   * Examines images.
   *
   * @param images that {@link #encode} gave
   * @return one element an image, in order; depends only on the image, the model and the settings
   */
  public List<ExaminedImage> examine(List<EncodedImage> images) {
    Iterator<Examination> examinations =
        engine
            .examine(images.stream().map(EncodedImage::probed).filter(Objects::nonNull).toList())
            .iterator();
    return images.stream()
        .map(
            image ->
                image.probed() == null
                    ? new ExaminedImage(
                        image.tokens(),
                        List.of(),
                        OutputCheck.ofTokens(image.tokens()).orElseThrow())
                    : examined(image, examinations.next()))
        .toList();
  }

  private static ExaminedImage examined(EncodedImage image, Examination examination) {
    return OutputCheck.ofExperiments(image.tokens(), examination)
        .map(failure -> new ExaminedImage(image.tokens(), List.of(), failure))
        .orElseGet(() -> new ExaminedImage(image.tokens(), examination.findings(), null));
  }
}
