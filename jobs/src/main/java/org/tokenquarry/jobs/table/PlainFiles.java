package org.tokenquarry.jobs.table;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Files for other programs. On a local disk, Hadoop writes no checksum files beside them. */
public final class PlainFiles {

  private PlainFiles() {}

  /** The file system of a path. */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem fs = path.getFileSystem(hadoop);
    return fs instanceof ChecksumFileSystem local ? local.getRawFileSystem() : fs;
  }

  /** A path as users read it: a local path has no scheme. */
  public static String told(FileSystem fs, Path path) {
    Path qualified = fs.makeQualified(path);
    return fs.getUri().getScheme().equals("file")
        ? qualified.toUri().getPath()
        : qualified.toString();
  }
}
