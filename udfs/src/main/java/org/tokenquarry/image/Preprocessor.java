package org.tokenquarry.image;

/**
 * Turns images into the input of a vision encoder, like {@code CLIPImageProcessor}, {@code
 * SiglipImageProcessor}, {@code GotOcr2ImageProcessor} (InternVL) and {@code SmolVLMImageProcessor}
 * with Pillow.
 *
 * <p>The 8-bit image after resizing and the float32 pixels have the same bits as there. Immutable,
 * may be shared by threads.
 */
public final class Preprocessor {

  private static final int CHANNELS = RgbImage.CHANNELS;
  private static final int LEVELS = 256;

  private final Preprocessing steps;
  private final PillowResize filter;

  /** Normalised value of each 8-bit level, {@code [3, 256]}. */
  private final float[][] normalised;

  /** Computes the table of normalised values. */
  public Preprocessor(Preprocessing steps) {
    this.steps = steps;
    this.filter = new PillowResize(steps.resample());
    this.normalised = new float[CHANNELS][LEVELS];
    for (int c = 0; c < CHANNELS; c++) {
      float mean = steps.mean().get(c).floatValue();
      float std = steps.std().get(c).floatValue();
      for (int x = 0; x < LEVELS; x++) {
        // The processor rescales in float64, stores float32 and normalises in float32.
        normalised[c][x] = ((float) (x * steps.rescale()) - mean) / std;
      }
    }
  }

  /**
   * Resizes first, pads, resizes, crops and normalises.
   *
   * @return finite; of the size of the crop, or where there is none of a size of its own
   */
  public Pixels pixels(RgbImage image) {
    RgbImage resized = resized(image);
    if (steps.crop() == null) {
      return normalised(resized);
    }
    int height = steps.crop().height();
    int width = steps.crop().width();
    return normalised(
        resized, (resized.width() - width) / 2, (resized.height() - height) / 2, width, height);
  }

  /** The whole image, neither resized nor cropped. */
  public Pixels normalised(RgbImage image) {
    return normalised(image, 0, 0, image.width(), image.height());
  }

  private Pixels normalised(RgbImage image, int left, int top, int width, int height) {
    float[] pixels = new float[CHANNELS * height * width];
    int i = 0;
    for (int c = 0; c < CHANNELS; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          pixels[i++] = normalised[c][image.at(left + x, top + y, c)];
        }
      }
    }
    return new Pixels(pixels, height, width);
  }

  /** The height and width of an image of this size after all steps, {@code [2]}. */
  public int[] size(int height, int width) {
    if (steps.crop() != null) {
      return new int[] {steps.crop().height(), steps.crop().width()};
    }
    AreaResizing size = area(height, width);
    return new int[] {size.height(), size.width()};
  }

  private AreaResizing area(int height, int width) {
    Preprocessing.Resize resize = steps.resize();
    return AreaResizing.of(height, width, resize.size(), resize.least(), resize.most());
  }

  /** The 8-bit image after padding and all resizing, before the crop. */
  public RgbImage resized(RgbImage image) {
    int size = steps.resize().size();
    RgbImage whole = resizedFirst(image);
    if (steps.pad() != null) {
      return new SquarePad(steps.pad().colour(), filter).resized(whole, size);
    }
    return switch (steps.resize().mode()) {
      case SHORTEST_EDGE -> keepingRatio(whole, size);
      case EXACT -> filter.resize(whole, size, size);
      case AREA -> {
        AreaResizing area = area(whole.height(), whole.width());
        yield filter.resize(whole, area.width(), area.height());
      }
    };
  }

  private RgbImage resizedFirst(RgbImage image) {
    FirstResizing first = new FirstResizing(filter);
    RgbImage result = image;
    for (Preprocessing.FirstResize step : steps.resizeFirst()) {
      result = first.resized(result, step);
    }
    return result;
  }

  private RgbImage keepingRatio(RgbImage image, int size) {
    long width = image.width();
    long height = image.height();
    long shorter = Math.min(width, height);
    return filter.resize(
        image, Math.toIntExact(size * width / shorter), Math.toIntExact(size * height / shorter));
  }
}
