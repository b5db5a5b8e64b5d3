package org.tokenquarry.jobs.ingest;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.tokenquarry.error.UserException;

/**
 * Finds the images and tables behind the paths that the user gave.
 *
 * <p>A folder stands for the image files below it (by their extension), a {@code .txt} file for the
 * paths on its lines, a Parquet file or a Delta or Parquet folder for its rows, any other file for
 * itself.
 */
final class ImageSource {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Configuration hadoop;
  private final Set<String> extensions;

  ImageSource(Configuration hadoop, Set<String> extensions) {
    this.hadoop = hadoop;
    this.extensions = extensions;
  }

  /**
   * What was found.
   *
   * @param files image files, in the order of their URIs
   * @param tables Delta and Parquet tables
   * @param ignored files passed over because their names are not those of images
   */
  record Found(List<String> files, List<Table> tables, long ignored) {}

  /**
   * A table with columns {@code content} (binary) and, if it has it, {@code source_uri} (string).
   *
   * @param format Spark's name of the format
   */
  record Table(String format, String path) {}

  /**
   * Looks at every path.
   *
   * @throws UserException if one does not exist, or nothing is found at all
   */
  Found find(List<String> paths) {
    Set<String> files = new TreeSet<>();
    Set<Table> tables = new LinkedHashSet<>();
    long ignored = 0;
    for (String path : paths) {
      ignored += look(path, files, tables);
    }
    if (files.isEmpty() && tables.isEmpty()) {
      throw IngestErrors.noImages(paths, extensions);
    }
    return new Found(List.copyOf(files), List.copyOf(tables), ignored);
  }

  private long look(String given, Set<String> files, Set<Table> tables) {
    try {
      GivenPath path = GivenPath.of(given, hadoop);
      Place place = path.place();
      if (!place.isFolder()) {
        lookAtFile(path, place, files, tables);
        return 0;
      }
      if (place.holds("_delta_log")) {
        tables.add(new Table("delta", place.uri()));
        return 0;
      }
      return lookAtFolder(place, files, tables);
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw IngestErrors.pathMissing(given);
    } catch (FileSystemException | UnsupportedFileSystemException | IllegalArgumentException e) {
      throw IngestErrors.pathUnreadable(given, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lookAtFile(GivenPath path, Place file, Set<String> files, Set<Table> tables)
      throws IOException {
    switch (extension(file.uri())) {
      case "parquet" -> {
        requireReadable(file.uri());
        tables.add(new Table("parquet", file.uri()));
      }
      case "txt" -> lines(file).forEach(line -> files.add(path.lineUri(line)));
      default -> files.add(file.uri());
    }
  }

  private static List<String> lines(Place list) throws IOException {
    // Bytes that are not UTF-8 give a name that does not exist, and only this line is quarantined.
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(list.open(), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> StringUtils.removeStart(line, BYTE_ORDER_MARK).strip())
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }
  }

  private long lookAtFolder(Place folder, Set<String> files, Set<Table> tables) throws IOException {
    AtomicLong ignored = new AtomicLong();
    folder.walk(
        uri -> {
          String extension = extension(uri);
          if (extensions.contains(extension)) {
            files.add(uri);
          } else if (extension.equals("parquet")) {
            requireReadable(uri);
            tables.add(new Table("parquet", folder.uri()));
          } else {
            ignored.incrementAndGet();
          }
        },
        // A file that cannot be looked at: reading it fails later, with the reason.
        files::add);
    return ignored.get();
  }

  /** Hadoop's local file system looks for a checksum beside the file, and trips over the colon. */
  private static void requireReadable(String table) {
    if (name(table).contains(":")) {
      throw IngestErrors.colonInTableName(table);
    }
  }

  /** What stands behind the last dot of the name; empty where there is none. */
  private static String extension(String uri) {
    String name = name(uri);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static String name(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
