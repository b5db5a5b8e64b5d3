package org.tokenquarry.jobs.failure;

import java.io.File;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;
import org.tokenquarry.error.Problem;

/**
 * Recognises failures of disks and of table files in what libraries throw.
 *
 * <p>They say it in many ways: by types of their own, by a message, or by the stack trace of an
 * executor as text in a message. So the types and the messages of the whole chain are searched.
 */
public final class StorageFailure {

  private static final Pattern NO_ROOM =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|No space available in any of the local"
              + "|DiskSpace quota|DSQuotaExceeded",
          Pattern.CASE_INSENSITIVE);

  /** A library that libraries unpack into the temporary directory; the reason they only print. */
  private static final Pattern NATIVE =
      Pattern.compile(
          "UnsatisfiedLinkError|ExceptionInInitializerError|FAILED_TO_LOAD_NATIVE_LIBRARY"
              + "|NoClassDefFoundError: Could not initialize class");

  /** Where less is left, such a library had no room; the largest has a few megabytes. */
  private static final long ROOM_FOR_NATIVES = 16L << 20;

  private static final Pattern NOT_WRITABLE =
      Pattern.compile(
          "Read-only file system|Permission denied|Mkdirs failed to create|EROFS|AccessDenied"
              + "|Cannot create directory|DELTA_CANNOT_CREATE_LOG_PATH");

  /** Of Parquet, of Spark's and Kernel's readers, and of Hadoop's checksums. */
  private static final Pattern DAMAGED =
      Pattern.compile(
          "is not a Parquet file|Could not read footer|could not verify page integrity"
              + "|Checksum error|CRC checksum|Encountered error while reading file"
              + "|FAILED_READ_FILE|CANNOT_READ_FILE|Can not read value at|Error reading Parquet"
              + "|can not read class org.apache.parquet|corrupted file|footer index"
              + "|Cannot seek after EOF|Reached the end of stream",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NOT_THERE =
      Pattern.compile(
          "FileNotFoundException|does not exist|No such file or directory"
              + "|DELTA_FILE_NOT_FOUND|FILE_NOT_EXIST|cannot be found");

  private static final Pattern LOG_DAMAGED =
      Pattern.compile(
          "DELTA_LOG_FILE_MALFORMED|DELTA_LOG_FILE_NOT_FOUND|DELTA_TRUNCATED_TRANSACTION_LOG"
              + "|DELTA_VERSIONS_NOT_CONTIGUOUS|DELTA_STATE_RECOVER_ERROR"
              + "|DELTA_MISSING_PART_FILES|DELTA_CHECKPOINT_");

  private static final Pattern PARQUET =
      Pattern.compile("(?:[a-z][a-z0-9]*:)?/[^\\s,;'\"]*\\.parquet");
  private static final Pattern LOG =
      Pattern.compile("((?:[a-z][a-z0-9]*:)?/[^\\s,;'\"]*/([^/\\s]+)/_delta_log)(/[^\\s,;:'\"]*)?");
  private static final Pattern PATH =
      Pattern.compile("(?:^|[\\s('=])((?:[a-z][a-z0-9]*:)?/[^\\s,;'\")]+)");

  private StorageFailure() {}

  /**
   * Looks for such a failure.
   *
   * @param thrown and all its causes are searched
   * @return empty if it is another failure
   */
  public static Optional<Problem> of(Throwable thrown) {
    List<Throwable> chain = ExceptionUtils.getThrowableList(thrown);
    List<String> words = words(chain);
    Optional<String> full = first(words, NO_ROOM);
    if (full.isPresent()) {
      return Optional.of(StorageErrors.diskFull(path(chain, full.get())));
    }
    File temporary = new File(System.getProperty("java.io.tmpdir"));
    if (first(words, NATIVE).isPresent() && temporary.getUsableSpace() < ROOM_FOR_NATIVES) {
      return Optional.of(StorageErrors.diskFull(temporary.getPath()));
    }
    Optional<String> refused = refused(chain, words);
    if (refused.isPresent()) {
      return Optional.of(StorageErrors.readOnly(path(chain, refused.get()), line(refused.get())));
    }
    return tableFile(chain, words);
  }

  /** Whether another try may succeed, when others have made room, without anybody's help. */
  public static boolean mayPass(Problem problem) {
    return problem.code().equals(StorageErrors.DISK_FULL);
  }

  private static Optional<String> refused(List<Throwable> chain, List<String> words) {
    return chain.stream()
        .filter(
            each ->
                each instanceof AccessDeniedException
                    || each instanceof AccessControlException
                    || each instanceof ReadOnlyFileSystemException)
        .map(Throwable::toString)
        .findFirst()
        .or(() -> first(words, NOT_WRITABLE));
  }

  private static Optional<Problem> tableFile(List<Throwable> chain, List<String> words) {
    Optional<String> file = found(words, PARQUET);
    Optional<String> log =
        first(words, LOG_DAMAGED)
            // Whatever else names a log and is no failure of a network found something wrong in it.
            .or(
                () ->
                    chain.stream().anyMatch(IoTypes::mayPass)
                        ? Optional.empty()
                        : first(words, LOG));
    if (file.isPresent() && !file.get().contains("/_delta_log/")) {
      Optional<String> damaged = first(words, DAMAGED);
      Optional<String> missing = first(words, NOT_THERE);
      if (missing.isPresent()) {
        return Optional.of(StorageErrors.fileMissing(file.get()));
      }
      if (damaged.isPresent()) {
        return Optional.of(StorageErrors.fileDamaged(file.get(), "cannot be read"));
      }
    }
    return log.flatMap(each -> logEntry(each, words));
  }

  private static Optional<Problem> logEntry(String text, List<String> words) {
    Matcher place = LOG.matcher(text);
    if (!place.find()) {
      place = LOG.matcher(String.join("\n", words));
      if (!place.find()) {
        return Optional.empty();
      }
    }
    return Optional.of(StorageErrors.logDamaged(place.group(2), place.group(), "cannot be read"));
  }

  /** Class and message of each, those of suppressed exceptions left out. */
  private static List<String> words(List<Throwable> chain) {
    Set<String> words = new LinkedHashSet<>();
    for (Throwable each : chain) {
      String checksum = each instanceof ChecksumException ? " Checksum error" : "";
      words.add(each + checksum);
    }
    return List.copyOf(words);
  }

  private static Optional<String> first(List<String> words, Pattern wanted) {
    return words.stream().filter(each -> wanted.matcher(each).find()).findFirst();
  }

  private static Optional<String> found(List<String> words, Pattern wanted) {
    return words.stream()
        .map(wanted::matcher)
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst();
  }

  /** The file that a library names, by its type or in its message; empty if it names none. */
  private static String path(List<Throwable> chain, String message) {
    return chain.stream()
        .filter(FileSystemException.class::isInstance)
        .map(each -> ((FileSystemException) each).getFile())
        .filter(each -> each != null)
        .findFirst()
        .or(
            () ->
                Optional.of(PATH.matcher(line(message))).filter(Matcher::find).map(m -> m.group(1)))
        .orElse("");
  }

  /** The line that says it, without the name of the exception. */
  private static String line(String message) {
    return Arrays.stream(message.split("\\R", -1))
        .filter(each -> NOT_WRITABLE.matcher(each).find() || NO_ROOM.matcher(each).find())
        .findFirst()
        .orElseGet(() -> message.lines().findFirst().orElse(""))
        .replaceFirst("^(Caused by: )?([\\w$]+\\.)+[\\w$]+: ", "")
        .replaceFirst("\\.$", "");
  }
}
