package org.tokenquarry.jobs;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.spark.NioRawFileSystem;

/**
 * The local file system under another name, {@code NAME:/directory/file}, so that a test can watch
 * or disturb it. {@code core-site.xml} of the tests declares those there are.
 */
abstract class RenamedLocalFileSystem extends NioRawFileSystem {

  /** The name. A constant, because Hadoop's constructor asks for it. */
  @Override
  public abstract String getScheme();

  @Override
  public URI getUri() {
    return URI.create(getScheme() + ":///");
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    return plain(super.getFileStatus(file));
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    return Arrays.stream(super.listStatus(folder))
        .map(RenamedLocalFileSystem::plain)
        .toArray(FileStatus[]::new);
  }

  /** Without owner and permissions, which Hadoop asks for by paths with the scheme file only. */
  private static FileStatus plain(FileStatus status) {
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        status.getReplication(),
        status.getBlockSize(),
        status.getModificationTime(),
        status.getPath());
  }
}
