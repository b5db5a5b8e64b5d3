package org.tokenquarry.jobs.ingest;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.source.LocalUri;
import org.tokenquarry.source.WrittenPath;

/**
 * A path that {@code ingest} was given.
 *
 * @param fs where it is
 * @param path absolute
 */
record GivenPath(FileSystem fs, Path path) {

  /**
   * Finds the file system of a path.
   *
   * @throws IllegalArgumentException if it can be no path
   * @throws IOException if there is no such file system, or it does not answer
   */
  static GivenPath of(String given, Configuration hadoop) throws IOException {
    Path path = WrittenPath.of(given);
    FileSystem fs = path.getFileSystem(hadoop);
    return new GivenPath(fs, fs.makeQualified(path));
  }

  /**
   * The URI of a line in a list. A relative path is relative to the list, so a list can be moved
   * together with its images.
   */
  String lineUri(String line) {
    try {
      Path named = WrittenPath.of(line);
      return named.toUri().getScheme() == null
          ? fs.makeQualified(new Path(path.getParent(), named)).toString()
          : named.toString();
    } catch (IllegalArgumentException e) {
      // Not a path: reading it fails later, and the line is quarantined.
      return line;
    }
  }

  /**
   * Finds out what is there.
   *
   * @throws IOException if nothing is there, or it may not be looked at
   */
  Place place() throws IOException {
    Optional<java.nio.file.Path> local = LocalUri.path(path.toString());
    return local.isPresent() ? new LocalPlace(local.get()) : new HadoopPlace(fs, path);
  }
}
