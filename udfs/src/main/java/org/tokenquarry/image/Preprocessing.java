package org.tokenquarry.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.List;

/**
 * How an image becomes the pixels of one checkpoint; the {@code preprocessing} object of {@code
 * bundle.json}.
 *
 * <p>The order is: first resizes (if any), pad (if any), resize, crop, {@code (x * rescale - mean)
 * / std}.
 *
 * @param resizeFirst steps that change the image before all others; none if missing
 * @param resize how the image is scaled
 * @param crop what is cut out of the middle afterwards; {@code null} where images keep their shape
 * @param pad what is added before; {@code null} if nothing is
 * @param resample the resampling filter
 * @param rescale the factor from 0..255 to the range of {@code mean} and {@code std}
 * @param mean one number each for red, green, blue
 * @param std one number each for red, green, blue; above 0
 */
public record Preprocessing(
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FirstResize> resizeFirst,
    Resize resize,
    Crop crop,
    Pad pad,
    Resample resample,
    double rescale,
    List<Double> mean,
    List<Double> std)
    implements Serializable {

  /** The longest side, in pixels, that a first resize may give. */
  private static final int MOST = 4096;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one is missing or out of range
   */
  public Preprocessing {
    require(resize != null && resample != null, "resize and resample");
    require(
        (crop == null) == (resize.mode == ResizeMode.AREA) && (crop != null || pad == null),
        "a crop, or a resize to an area and neither crop nor pad");
    require(rescale > 0 && Double.isFinite(rescale), "a rescale factor above 0");
    require(ofThree(mean), "a mean of three finite numbers");
    require(ofThree(std) && std.stream().allMatch(s -> s > 0), "a std of three numbers above 0");
    require(
        crop == null || Math.max(crop.height, crop.width) <= resize.size,
        "a crop that is not larger than the resized short side");
    resizeFirst = resizeFirst == null ? List.of() : List.copyOf(resizeFirst);
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** Whether images keep their shape, so that their pixels differ in number. */
  public boolean keepsShape() {
    return resize.mode == ResizeMode.AREA;
  }

  /** The most pixels that an image has afterwards. */
  public int mostPixels() {
    return keepsShape() ? resize.most : Math.multiplyExact(crop.height, crop.width);
  }

  private static boolean ofThree(List<Double> values) {
    return values != null
        && values.size() == RgbImage.CHANNELS
        && values.stream().allMatch(v -> v != null && Double.isFinite(v));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("preprocessing needs " + what);
    }
  }

  /**
   * Scales an image before its whole view is made of it (SmolVLM). Like the model's processor,
   * which makes the view of an image that it has already resized for its tiles.
   *
   * @param mode what the size is
   * @param size in pixels
   */
  public record FirstResize(FirstResizeMode mode, int size) implements Serializable {

    /**
     * Checks mode and size.
     *
     * @throws IllegalArgumentException if the mode is missing or the size below 1 or above 4096
     */
    public FirstResize {
      require(
          mode != null && size >= 1 && size <= MOST,
          "a first resize with a mode and a size to 4096");
    }
  }

  /** What the size of a first resize is. */
  public enum FirstResizeMode {
    /**
     * The long side gets the size; the short side follows, rounded down, then up to an even number.
     */
    @JsonProperty("longest-edge")
    LONGEST_EDGE,
    /** Both sides become multiples of the size, not smaller than they are. */
    @JsonProperty("multiple")
    MULTIPLE
  }

  /**
   * Scales an image.
   *
   * @param mode which side gets the size
   * @param size the length of that side, or of both, afterwards, in pixels; of {@link
   *     ResizeMode#AREA} the length of which both become multiples
   * @param least of {@link ResizeMode#AREA}: fewest pixels afterwards; else null
   * @param most of {@link ResizeMode#AREA}: most pixels afterwards, at least one square of the size
   *     and {@code least}; else null
   */
  public record Resize(
      ResizeMode mode,
      int size,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer least,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer most)
      implements Serializable {

    /** To a length. */
    public Resize(ResizeMode mode, int size) {
      this(mode, size, null, null);
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the mode is missing, the size below 1, or the bounds are
     *     not those of the mode
     */
    public Resize {
      require(mode != null && size >= 1, "a resize mode and a size above 0");
      boolean bounded =
          least != null
              && most != null
              && least >= 1
              && most >= Math.max((long) least, (long) size * size);
      require(
          mode == ResizeMode.AREA ? bounded : least == null && most == null,
          "bounds of the area where it resizes to an area, and only there");
    }
  }

  /** Which side gets the size. */
  public enum ResizeMode {
    /** The short side gets the size; the long side follows, rounded down. */
    @JsonProperty("shortest-edge")
    SHORTEST_EDGE,
    /** Both sides get the size; the ratio is not kept (SigLIP, base view of tiled models). */
    @JsonProperty("exact")
    EXACT,
    /** Both sides become multiples of the size and keep about their ratio (Qwen-VL). */
    @JsonProperty("area")
    AREA
  }

  /**
   * A rectangle in the middle. If it cannot be exactly in the middle, it is half a pixel further up
   * or left.
   *
   * @param height in pixels
   * @param width in pixels
   */
  public record Crop(int height, int width) implements Serializable {

    /**
     * Checks the sides.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Crop {
      require(height >= 1 && width >= 1, "a crop of at least one pixel");
    }
  }

  /**
   * Adds borders of one colour.
   *
   * @param mode the shape of the result
   * @param colour red, green, blue, each 0 to 255
   */
  public record Pad(PadMode mode, List<Integer> colour) implements Serializable {

    /**
     * Checks mode and colour.
     *
     * @throws IllegalArgumentException if the mode is missing or the colour is invalid
     */
    public Pad {
      require(
          mode != null
              && colour != null
              && colour.size() == RgbImage.CHANNELS
              && colour.stream().allMatch(c -> c != null && c >= 0 && c <= 255),
          "a pad mode and a colour of three numbers from 0 to 255");
      colour = List.copyOf(colour);
    }
  }

  /** The shape of a padded image. */
  public enum PadMode {
    /** A square as wide as the long side, with the image in the middle (original LLaVA). */
    @JsonProperty("square")
    SQUARE
  }

  /** Resampling filters. */
  public enum Resample {
    /** Pillow's antialiased bicubic; see {@link PillowResize}. */
    @JsonProperty("bicubic")
    BICUBIC,
    /** Pillow's antialiased Lanczos of three lobes; see {@link PillowResize}. */
    @JsonProperty("lanczos")
    LANCZOS
  }
}
