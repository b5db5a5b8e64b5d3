package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Looks into the log of a Delta table without Spark: which version is the latest, and whether rows
 * have changed since a version. It lists the folder of the log, and reads only the commits behind
 * that version, of which there are few.
 */
public final class TableLog {

  /** The version of a table that does not exist. */
  public static final long NONE = -1;

  /** Commits that others may have made since one that failed. */
  private static final int RECENT = 20;

  /** The folder of a table that holds its log. */
  static final String FOLDER = "_delta_log";

  /** The name of a commit, with its number. */
  static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration hadoop;
  private final Path log;

  /**
   * Looks at one table, which may not exist.
   *
   * @param hadoop says how its file system is reached
   * @param path of the table
   */
  TableLog(Configuration hadoop, String path) {
    this.hadoop = hadoop;
    this.log = new Path(path, FOLDER);
  }

  /** The number of the latest commit; {@link #NONE} if the table does not exist. */
  public long latest() {
    try {
      long latest = NONE;
      for (FileStatus file : log.getFileSystem(hadoop).listStatus(log)) {
        Matcher name = COMMIT.matcher(file.getPath().getName());
        latest = name.matches() ? Math.max(latest, Long.parseLong(name.group(1))) : latest;
      }
      return latest;
    } catch (FileNotFoundException e) {
      return NONE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the folder of the log has nothing but what a writer left before the first commit. */
  boolean isEmpty() {
    try {
      for (FileStatus file : log.getFileSystem(hadoop).listStatus(log)) {
        if (file.isFile() && !file.getPath().getName().startsWith(".")) {
          return false;
        }
      }
      return true;
    } catch (FileNotFoundException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether rows were added, changed or removed. Compaction changes files and no rows.
   *
   * @param since a version, which may be {@link #NONE}
   * @param until a later version
   * @param part only files with these values of partition columns count
   * @param exceptRun a run whose own commits do not count; empty: all count
   * @return true also if it is not known, because the log does not reach back so far
   */
  public boolean changed(
      long since, long until, Map<String, String> part, Optional<String> exceptRun) {
    for (long version = since + 1; version <= until; version++) {
      if (changes(version, part, exceptRun)) {
        return true;
      }
    }
    return since > until; // The table was made anew.
  }

  /**
   * Whether a commit stands in the log. Only the newest commits are looked at.
   *
   * @param commitId which the origin of the commit holds
   */
  boolean hasRecent(String commitId) {
    long latest = latest();
    for (long version = latest; version >= Math.max(0, latest - RECENT); version--) {
      if (actions(version)
          .map(actions -> actions.stream().anyMatch(action -> isOf("commitId", commitId, action)))
          .orElse(false)) {
        return true;
      }
    }
    return false;
  }

  private boolean changes(long version, Map<String, String> part, Optional<String> exceptRun) {
    Optional<List<JsonNode>> known = actions(version);
    if (known.isEmpty()) {
      return true;
    }
    List<JsonNode> actions = known.get();
    boolean changes =
        actions.stream()
            .anyMatch(
                action ->
                    changes(action.path("add"), part) || changes(action.path("remove"), part));
    boolean own =
        exceptRun.isPresent()
            && actions.stream().anyMatch(action -> isOf("runId", exceptRun.get(), action));
    return changes && !own;
  }

  /** What a commit did, which is little for every commit of ours; empty if it is cleaned up. */
  private Optional<List<JsonNode>> actions(long version) {
    Path file = new Path(log, "%020d.json".formatted(version));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(file.getFileSystem(hadoop).open(file), StandardCharsets.UTF_8))) {
      List<JsonNode> actions = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        actions.add(JSON.readTree(line));
      }
      return Optional.of(actions);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean changes(JsonNode file, Map<String, String> part) {
    if (!file.path("dataChange").asBoolean(false)) {
      return false;
    }
    JsonNode values = file.path("partitionValues");
    for (Map.Entry<String, String> wanted : part.entrySet()) {
      JsonNode value = values.path(wanted.getKey());
      // Whoever removes a file need not say where it was.
      if (!value.isMissingNode() && !value.asText().equals(wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOf(String key, String value, JsonNode action) {
    String origin = action.path("commitInfo").path("userMetadata").asText();
    try {
      return origin.startsWith("{") && JSON.readTree(origin).path(key).asText().equals(value);
    } catch (JsonProcessingException e) {
      return false; // Who writes with other programs may write what he likes there.
    }
  }
}
