package org.tokenquarry.jobs.ingest;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.tokenquarry.error.UserException;

/**
 * Finds out what a path given by the user is.
 *
 * <p>A folder stands for the image files below it (by their extension), a {@code .txt} file for the
 * paths on its lines, a Parquet file or a Delta or Parquet folder for its rows, any other file for
 * itself.
 */
final class ImageSource {

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
    List<String> files = new ArrayList<>();
    List<Table> tables = new ArrayList<>();
    long ignored = 0;
    for (String path : paths) {
      ignored += look(path, files, tables);
    }
    if (files.isEmpty() && tables.isEmpty()) {
      throw new UserException(
          "no-images",
          "There is no image in " + String.join(", ", paths) + ".",
          "Name a folder with image files ("
              + String.join(", ", extensions.stream().sorted().toList())
              + "), a list of them or a table; ingest.extensions says which names count.");
    }
    return new Found(files.stream().distinct().sorted().toList(), tables, ignored);
  }

  private long look(String given, List<String> files, List<Table> tables) {
    Path path = new Path(given);
    try {
      FileSystem fs = path.getFileSystem(hadoop);
      FileStatus status = fs.getFileStatus(path);
      if (status.isFile()) {
        lookAtFile(fs, status.getPath(), files, tables);
        return 0;
      }
      if (fs.exists(new Path(path, "_delta_log"))) {
        tables.add(new Table("delta", status.getPath().toString()));
        return 0;
      }
      return lookAtFolder(fs, status.getPath(), files, tables);
    } catch (FileNotFoundException e) {
      throw new UserException(
          "path-missing",
          "The path " + given + " does not exist.",
          "Check the path that ingest was given.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lookAtFile(FileSystem fs, Path file, List<String> files, List<Table> tables)
      throws IOException {
    String name = file.getName().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      tables.add(new Table("parquet", file.toString()));
    } else if (name.endsWith(".txt")) {
      files.addAll(lines(fs, file));
    } else {
      files.add(file.toString());
    }
  }

  private static List<String> lines(FileSystem fs, Path list) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(fs.open(list), StandardCharsets.UTF_8))) {
      // A relative line is relative to the list, so that a list can travel with its images.
      return reader
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> fs.makeQualified(new Path(list.getParent(), line)).toString())
          .toList();
    }
  }

  private long lookAtFolder(FileSystem fs, Path folder, List<String> files, List<Table> tables)
      throws IOException {
    long ignored = 0;
    boolean parquet = false;
    RemoteIterator<LocatedFileStatus> entries = fs.listFiles(folder, true);
    while (entries.hasNext()) {
      Path file = entries.next().getPath();
      String extension = extension(file.getName());
      if (extensions.contains(extension)) {
        files.add(file.toString());
      } else if (extension.equals("parquet")) {
        parquet = true;
      } else {
        ignored++;
      }
    }
    if (parquet) {
      tables.add(new Table("parquet", folder.toString()));
    }
    return ignored;
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
