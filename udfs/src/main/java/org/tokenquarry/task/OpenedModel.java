package org.tokenquarry.task;

import java.util.List;
import org.tokenquarry.answer.ImageSequence;
import org.tokenquarry.answer.ImageView;
import org.tokenquarry.answer.View;
import org.tokenquarry.image.ImageDecoder;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.tiles.TiledEncoder;
import org.tokenquarry.token.ImageFeatures;

/**
 * The model of a task, and the preparation of image files for it. Belongs to the thread of the
 * task; only {@link #read} and {@link #decoded} may run on other threads.
 */
public final class OpenedModel {

  private final LoadedModel loaded;
  private final ImageLimits limits;
  private final ImageDecoder decoder;
  private final Preprocessor preprocessor;

  OpenedModel(LoadedModel loaded, ImageLimits limits, Preprocessor preprocessor) {
    this.loaded = loaded;
    this.limits = limits;
    this.decoder = new ImageDecoder(limits);
    this.preprocessor = preprocessor;
  }

  /** The model. Other tasks share it, so do not close it. */
  public LoadedModel loaded() {
    return loaded;
  }

  /**
   * Decodes and preprocesses an image file. Needs no native memory and may run on any thread.
   *
   * @param content the bytes of the file
   */
  ModelInput read(byte[] content) {
    try {
      return new ModelInput(preprocessor.pixels(decoded(content)), null);
    } catch (UnreadableImageException e) {
      return new ModelInput(null, refusal(e));
    }
  }

  /** Decodes an image file. May run on any thread. */
  RgbImage decoded(byte[] content) throws UnreadableImageException {
    return decoder.decode(content).image();
  }

  /** Why an image that cannot be read is refused. */
  Refusal refusal(UnreadableImageException cause) {
    return Refusal.of(cause, limits);
  }

  /** The most bytes of what {@link #read} gives for an image. */
  long inputBytes() {
    long pixels = loaded.manifest().preprocessing().mostPixels();
    return pixels * RgbImage.CHANNELS * Float.BYTES;
  }

  /**
   * The pixels of an image that was ingested, and so was readable then.
   *
   * @return as the model receives them
   * @throws IllegalStateException if the image is not readable
   */
  Pixels ingestedPixels(byte[] content) {
    ModelInput input = read(content);
    if (input.refusal() != null) {
      throw new IllegalStateException(
          "an ingested image was readable when it was ingested: " + input.refusal().detail());
    }
    return input.pixels();
  }

  /**
   * Encodes what a question is asked about; the result holds no native memory.
   *
   * @param contents the bytes of images that were ingested, and so were readable then; in the order
   *     of the question, at least one
   * @throws IllegalArgumentException if tiles are wanted and the model knows none
   */
  ImageSequence sequence(List<byte[]> contents, View view) {
    List<ImageView> images = contents.stream().map(content -> view(content, view)).toList();
    return images.size() == 1
        ? ImageSequence.of(images.get(0))
        : new ImageSequence(images, loaded.betweenImages());
  }

  private ImageView view(byte[] content, View view) {
    return new ImageView(
        switch (view) {
          case BASE -> List.of(features(ingestedPixels(content)));
          case PACKED -> new TiledEncoder(loaded).parts(ingested(content));
        },
        loaded.newline());
  }

  private RgbImage ingested(byte[] content) {
    try {
      return decoded(content);
    } catch (UnreadableImageException e) {
      throw new IllegalStateException("an ingested image was readable when it was ingested", e);
    }
  }

  /** Encodes one image; the result holds no native memory. */
  ImageFeatures features(Pixels pixels) {
    return loaded.vision().imageFeatures(List.of(pixels)).get(0);
  }
}
