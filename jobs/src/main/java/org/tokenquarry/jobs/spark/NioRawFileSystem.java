package org.tokenquarry.jobs.spark;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local file system, without a process for each question. Hadoop's own, where its native
 * library is missing, starts {@code chmod} for every file that it makes and {@code readlink} four
 * times for every commit to a Delta table: thousands of processes in a night of a few images.
 */
public class NioRawFileSystem extends RawLocalFileSystem {

  private static final String MODE = "unix:mode";

  /** Set-user-ID and set-group-ID, which {@code chmod} leaves to directories. */
  private static final int INHERITED = 06000;

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    java.nio.file.Path file = pathToFile(path).toPath();
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      super.setPermission(path, permission);
      return;
    }
    int kept = (int) Files.getAttribute(file, MODE) & INHERITED;
    Files.setAttribute(file, MODE, kept | permission.toShort());
  }

  @Override
  public FileStatus getFileLinkStatus(Path path) throws IOException {
    return Files.isSymbolicLink(pathToFile(path).toPath())
        ? super.getFileLinkStatus(path)
        : getFileStatus(path);
  }
}
