package org.tokenquarry.jobs.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.table.PlainFiles;

/** Writes a page so that a reader finds either the whole page or none. */
final class PageFile {

  private PageFile() {}

  /**
   * Writes a page under a temporary name and renames it.
   *
   * @param name path of the file, on any file system that Spark can reach
   * @return the path as shown to people
   */
  static String write(String name, byte[] page, Configuration hadoop) {
    Path named = new Path(name);
    try {
      FileSystem fs = PlainFiles.of(named, hadoop);
      Path file = fs.makeQualified(named);
      Path unfinished = new Path(file.getParent(), "." + file.getName() + ".unfinished");
      try (OutputStream out = fs.create(unfinished)) {
        out.write(page);
      }
      PlainFiles.replace(fs, unfinished, file, hadoop);
      return PlainFiles.told(fs, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
