package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.failure.StorageErrors;

/**
 * Which entries of a table's log cannot be read. Those behind the last checkpoint are read one
 * after another by everybody who opens the table, so all of them must be there and good.
 */
final class LogCheck {

  private static final Pattern CHECKPOINT = Pattern.compile("(\\d{20})\\.checkpoint\\..*");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final FileSystem fs;
  private final String table;
  private final Path log;

  /**
   * Looks at the log of a table, which must exist.
   *
   * @param root of the table
   */
  LogCheck(Configuration hadoop, Path root) throws IOException {
    this.fs = root.getFileSystem(hadoop);
    this.table = root.getName();
    this.log = new Path(root, TableLog.FOLDER);
  }

  /** All that is wrong, in the order of the commits. */
  List<Problem> problems() throws IOException {
    TreeMap<Long, Path> commits = new TreeMap<>();
    long checkpoint = TableLog.NONE;
    for (FileStatus file : fs.listStatus(log)) {
      Matcher commit = TableLog.COMMIT.matcher(file.getPath().getName());
      Matcher kept = CHECKPOINT.matcher(file.getPath().getName());
      if (commit.matches()) {
        commits.put(Long.parseLong(commit.group(1)), file.getPath());
      } else if (kept.matches()) {
        checkpoint = Math.max(checkpoint, Long.parseLong(kept.group(1)));
      }
    }
    List<Problem> problems = new ArrayList<>();
    long expected = checkpoint + 1;
    for (Map.Entry<Long, Path> commit : commits.tailMap(checkpoint, false).entrySet()) {
      if (commit.getKey() != expected) {
        problems.add(damaged(new Path(log, "%020d.json".formatted(expected)), "is missing"));
      }
      expected = commit.getKey() + 1;
      unreadable(commit.getValue()).ifPresent(why -> problems.add(damaged(commit.getValue(), why)));
    }
    return problems;
  }

  private Problem damaged(Path file, String how) {
    return StorageErrors.logDamaged(table, file.toString(), how);
  }

  private Optional<String> unreadable(Path commit) throws IOException {
    int number = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(fs.open(commit), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!JSON.readTree(line).isObject()) {
          return Optional.of("is no JSON object in line " + number);
        }
      }
      return number == 0 ? Optional.of("is empty") : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.of("is no JSON in line " + number);
    } catch (ChecksumException e) {
      return Optional.of("differs from its checksum");
    }
  }
}
