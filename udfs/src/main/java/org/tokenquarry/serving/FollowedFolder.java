package org.tokenquarry.serving;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.tokenquarry.error.UserException;

/** The folder of all exports, with a file for each alias that says which of them it stands for. */
record FollowedFolder(Path exports, String alias) {

  /** The alias may move while its folder is read, and an old one may be replaced: read it again. */
  ServedCodebook load() {
    while (true) {
      JsonNode named = new ExportFolder(exports).json(alias + ".json");
      String directory = named.path("directory").asText();
      if (!ExportFolder.isPlain(directory)) {
        throw ServingErrors.damaged(exports.resolve(alias + ".json"), "names no folder beside it");
      }
      try {
        return ServedCodebook.load(exports.resolve(directory));
      } catch (UserException e) {
        if (new ExportFolder(exports).json(alias + ".json").equals(named)) {
          throw e;
        }
      }
    }
  }
}
