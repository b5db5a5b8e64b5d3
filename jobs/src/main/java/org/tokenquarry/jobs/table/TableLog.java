package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Looks into the log of a Delta table without Spark: which version is the latest, and whether rows
 * have changed since a version. It lists the folder of the log, and reads only the commits behind
 * that version, of which there are few.
 */
public final class TableLog {

  /** The version of a table that does not exist. */
  public static final long NONE = -1;

  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
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
    this.log = new Path(path, "_delta_log");
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

  private boolean changes(long version, Map<String, String> part, Optional<String> exceptRun) {
    Path file = new Path(log, "%020d.json".formatted(version));
    try {
      FileSystem fs = file.getFileSystem(hadoop);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(fs.open(file), StandardCharsets.UTF_8))) {
        boolean changes = false;
        boolean own = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          JsonNode action = JSON.readTree(line);
          changes |= changes(action.path("add"), part) || changes(action.path("remove"), part);
          own |= exceptRun.isPresent() && isOf(exceptRun.get(), action.path("commitInfo"));
        }
        return changes && !own;
      }
    } catch (FileNotFoundException e) {
      return true;
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

  private static boolean isOf(String run, JsonNode commit) throws IOException {
    String origin = commit.path("userMetadata").asText();
    return origin.startsWith("{") && JSON.readTree(origin).path("runId").asText().equals(run);
  }
}
