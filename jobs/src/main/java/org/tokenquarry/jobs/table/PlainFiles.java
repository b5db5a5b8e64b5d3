package org.tokenquarry.jobs.table;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Files for other programs. On a local disk, Hadoop writes no checksum files beside them. */
public final class PlainFiles {

  private PlainFiles() {}

  /** The file system of a path. */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem fs = path.getFileSystem(hadoop);
    return fs instanceof ChecksumFileSystem local ? local.getRawFileSystem() : fs;
  }

  /**
   * Gives a file another name in one step, and replaces the one that has it.
   *
   * @param fs of both, see {@link #of}
   */
  public static void replace(FileSystem fs, Path from, Path to, Configuration hadoop)
      throws IOException {
    if (fs instanceof RawLocalFileSystem) {
      // On a local disk Hadoop's own way removes the old file first; this is rename(2).
      if (!fs.rename(from, to)) {
        throw new IOException("cannot move " + from + " to " + to);
      }
    } else {
      FileContext.getFileContext(fs.getUri(), hadoop)
          .rename(fs.makeQualified(from), fs.makeQualified(to), Options.Rename.OVERWRITE);
    }
  }

  /** A path as users read it: a local path has no scheme. */
  public static String told(FileSystem fs, Path path) {
    Path qualified = fs.makeQualified(path);
    return fs.getUri().getScheme().equals("file")
        ? qualified.toUri().getPath()
        : qualified.toString();
  }
}
