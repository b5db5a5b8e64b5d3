package org.tokenquarry.jobs.spark;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.LocalFileSystem;

/** {@link NioRawFileSystem} with Hadoop's checksums, which is what {@code file:} stands for. */
public final class NioLocalFileSystem extends LocalFileSystem {

  /** Called by Hadoop. */
  public NioLocalFileSystem() {
    super(new NioRawFileSystem());
  }

  /** The same for {@code FileContext}, by which Delta writes its log. */
  public static final class ForFileContext extends ChecksumFs {

    /** Called by Hadoop. */
    public ForFileContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(new Raw(uri, conf));
    }
  }

  private static final class Raw extends DelegateToFileSystem {

    Raw(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new NioRawFileSystem(), conf, FsConstants.LOCAL_FS_URI.getScheme(), false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    /** Every local file system has rules of its own. */
    @Override
    public boolean isValidName(String path) {
      return true;
    }
  }
}
