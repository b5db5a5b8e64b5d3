package org.tokenquarry.jobs.compose.fair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.Summary;

/**
 * Results of the long steps of a trial, one JSON file each. A step whose inputs are those of the
 * file is not run again: so an interrupted trial goes on, and a test is looked at once.
 *
 * @param directory of the files; made if it does not exist
 */
record TrialMemory(Path directory) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INPUTS = "inputs";
  private static final String SUMMARY = "summary";

  /**
   * The result of a step.
   *
   * @param step names the file
   * @param inputs what the result depends on: records of settings, numbers, text
   * @param type a record that reads back from its JSON
   * @param work runs the step
   */
  <T extends Summary> T once(String step, Map<String, ?> inputs, Class<T> type, Callable<T> work)
      throws Exception {
    Path file = directory.resolve(step + ".json");
    String digest = SettingsDigest.ofNamed(inputs).hex();
    if (Files.exists(file)) {
      JsonNode kept = JSON.readTree(file.toFile());
      if (kept.path(INPUTS).asText().equals(digest)) {
        return JSON.treeToValue(kept.get(SUMMARY), type);
      }
    }
    T result = work.call();
    ObjectNode kept = JSON.createObjectNode();
    kept.put(INPUTS, digest);
    kept.set(SUMMARY, JSON.valueToTree(result));
    Files.createDirectories(directory);
    replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(kept));
    return result;
  }

  /** Writes a file so that a reader finds either the whole or what was there before. */
  static void replace(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    Files.writeString(unfinished, text);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
