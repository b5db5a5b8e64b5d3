package org.tokenquarry.jobs.config;

import java.util.List;
import java.util.Locale;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.pack.PackLimits;

/**
 * Which images are ingested, and the limits beyond which one is quarantined.
 *
 * @param paths folders, files, lists or tables; may be empty
 * @param maxBytes largest file read, in bytes
 * @param maxPixels most pixels decoded
 * @param maxAspectRatio longest side over shortest side, from 1
 * @param extensions of files in a folder that are images, lower case, without the dot
 * @param split what the images are for, a word of {@link ImageSplit}
 * @param packBytes most bytes in a pack, unless a single image is larger
 * @param packImages most images in a pack, at least 1
 */
public record IngestSettings(
    List<String> paths,
    long maxBytes,
    long maxPixels,
    double maxAspectRatio,
    List<String> extensions,
    String split,
    long packBytes,
    int packImages) {

  /** How large a pack of images becomes. */
  public PackLimits packs() {
    return new PackLimits(packBytes, packImages);
  }

  /** What is too much for one image. */
  public ImageLimits limits() {
    return new ImageLimits(maxBytes, maxPixels, maxAspectRatio);
  }

  /** The same settings for other images. */
  IngestSettings of(List<String> others, String purpose) {
    return new IngestSettings(
        others, maxBytes, maxPixels, maxAspectRatio, extensions, purpose, packBytes, packImages);
  }

  static IngestSettings from(Section in) {
    return new IngestSettings(
        in.texts("paths"),
        in.bytes("maxBytes"),
        (long) in.number("maxPixels", new Range(1, 1e12, Range.Edges.BOTH)),
        in.number("maxAspectRatio", Range.atLeast(1)),
        in.parsedList("extensions", "a list such as [jpg, png]", IngestSettings::lowerCase),
        Words.of(in.choice("split", ImageSplit.class)),
        in.bytes("packBytes"),
        in.integer("packImages", Range.atLeast(1)));
  }

  private static List<String> lowerCase(List<String> words) {
    if (words.isEmpty() || words.stream().anyMatch(word -> word.startsWith("."))) {
      throw new IllegalArgumentException("extensions");
    }
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }
}
