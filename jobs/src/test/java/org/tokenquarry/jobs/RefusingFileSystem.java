package org.tokenquarry.jobs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under another name, {@code refusing:/directory/file}, which lets nobody
 * write, in the words of Linux: root, as whom tests may run, can write everywhere else. {@code
 * core-site.xml} of the tests declares it.
 */
public final class RefusingFileSystem extends RenamedLocalFileSystem {

  private static final String SCHEME = "refusing";

  private static volatile String reason = "Read-only file system";

  /** The path of a local file that nobody can write, and why. */
  public static String path(java.nio.file.Path local, String why) {
    reason = why;
    return SCHEME + ":" + local.toAbsolutePath();
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    throw new IOException(file.toUri().getPath() + " (" + reason + ")");
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean mkdirs(Path folder) throws IOException {
    return exists(folder);
  }

  @Override
  public boolean delete(Path file, boolean recursive) {
    return false;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  /** The same for {@code FileContext}, by which Delta writes its log. */
  public static final class ForFileContext extends DelegateToFileSystem {

    /** Called by Hadoop. */
    public ForFileContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new RefusingFileSystem(), conf, SCHEME, false);
    }
  }
}
