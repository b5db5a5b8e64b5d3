package org.tokenquarry.jobs.verifyexport;

import com.fasterxml.jackson.databind.JsonNode;
import org.tokenquarry.error.UserException;
import org.tokenquarry.serving.ExportFolder;
import org.tokenquarry.serving.Rule;
import org.tokenquarry.serving.ServedCodebook;
import org.tokenquarry.token.TokenMatrix;

/** Keeps tokens of the test vectors of an export, and compares the places. */
final class VectorCheck {

  private static final String FILE = "test-vectors.json";

  private VectorCheck() {}

  /**
   * Checks all of them.
   *
   * @param directory for messages
   * @return how many places were compared
   * @throws UserException {@code export-unproved} if other places are kept
   */
  static long places(ExportFolder export, String directory, ServedCodebook codebook) {
    JsonNode vectors = export.json(FILE);
    long places = 0;
    for (JsonNode each : vectors.path("cases")) {
      String tensor = each.path("tensor").asText();
      TokenMatrix tokens = export.tensor(vectors.path("file").asText(), tensor);
      for (JsonNode kept : each.path("kept")) {
        int[] found =
            codebook.keep(
                tokens,
                each.at("/grid/0").asInt(),
                each.at("/grid/1").asInt(),
                kept.path("k").asInt(),
                Rule.of(kept.path("rule").asText()));
        require(same(kept.path("places"), found), directory, tensor, kept);
        places += found.length;
      }
    }
    return places;
  }

  private static boolean same(JsonNode places, int[] found) {
    boolean same = places.size() == found.length;
    for (int i = 0; same && i < found.length; i++) {
      same = places.get(i).asInt(-1) == found[i];
    }
    return same;
  }

  private static void require(boolean same, String directory, String tensor, JsonNode kept) {
    if (!same) {
      throw new UserException(
          "export-unproved",
          "Of the test vectors "
              + tensor
              + " in "
              + directory
              + ", "
              + kept.path("rule").asText()
              + " keeps other places than "
              + FILE
              + " says for k = "
              + kept.path("k").asInt()
              + ".",
          "Export the codebook again.");
    }
  }
}
