package org.tokenquarry.jobs.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.jobs.config.EvaluateSettings;

/**
 * The images that a line is about, as it names them.
 *
 * @param how what the names are
 * @param names in their order, at least one; exactly one folder
 */
record NamedImages(How how, List<String> names) {

  /** Copies the list. */
  NamedImages {
    names = List.copyOf(names);
  }

  /** What names are. */
  enum How {
    /** Ids of images. */
    IDS,
    /** Paths of image files. */
    PATHS,
    /** The path of a folder of frames. */
    FOLDER
  }

  /**
   * Reads them: the first of {@code imageId}, {@code image}, {@code imageIds}, {@code images} and
   * {@code frames} that the line has.
   *
   * @throws org.tokenquarry.error.UserException {@code bad-question} if it has none; {@code
   *     too-many-images}
   */
  static NamedImages of(JsonNode line, QuestionLine.Place place) {
    if (line.path("imageId").isTextual()) {
      return new NamedImages(How.IDS, List.of(line.path("imageId").asText()));
    }
    String image = line.path("image").asText();
    if (!image.isEmpty()) {
      return new NamedImages(How.PATHS, List.of(image));
    }
    if (!line.path("imageIds").isEmpty()) {
      return new NamedImages(How.IDS, list(line.path("imageIds"), place));
    }
    if (!line.path("images").isEmpty()) {
      return new NamedImages(How.PATHS, list(line.path("images"), place));
    }
    String frames = line.path("frames").asText();
    if (frames.isEmpty()) {
      throw place.bad("names no image");
    }
    return new NamedImages(How.FOLDER, List.of(frames));
  }

  private static List<String> list(JsonNode given, QuestionLine.Place place) {
    if (given.size() > EvaluateSettings.MOST_IMAGES) {
      throw QuestionErrors.tooManyImages(
          place.location(), place.number(), given.size(), EvaluateSettings.MOST_IMAGES);
    }
    List<String> names = new ArrayList<>();
    for (JsonNode name : given) {
      if (!given.isArray() || !name.isTextual() || name.asText().isEmpty()) {
        throw place.bad("has a list of images that is no list of texts");
      }
      names.add(name.asText());
    }
    return names;
  }
}
