package org.tokenquarry.jobs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The local file system under another name, {@code faulty:/directory/file}, with faults that a test
 * chooses. {@code core-site.xml} of the tests declares it.
 */
public final class FaultyFileSystem extends RenamedLocalFileSystem {

  private static final String SCHEME = "faulty";
  private static final Fault NONE = new Fault() {};
  private static final AtomicReference<Fault> FAULT = new AtomicReference<>(NONE);

  /** What happens beside what should. */
  public interface Fault {

    /**
     * Called before a file gets its name, which is how Delta commits.
     *
     * @param renamed the new name
     * @throws IOException to have it not done
     */
    default void beforeRename(Path renamed) throws IOException {}

    /**
     * Called after that.
     *
     * @param renamed the new name
     * @throws IOException to report a failure all the same
     */
    default void afterRename(Path renamed) throws IOException {}
  }

  /** Whether a file is a commit to the table of a warehouse. */
  public static boolean isCommit(Path file, String table) {
    return file.toString().matches(".*/" + table + "/_delta_log/\\d+\\.json");
  }

  /** The faulty path of a local file. */
  public static String path(java.nio.file.Path local) {
    return SCHEME + ":" + local.toAbsolutePath();
  }

  /** From now on this happens. */
  public static void is(Fault fault) {
    FAULT.set(fault);
  }

  /** From now on nothing happens. */
  public static void mend() {
    FAULT.set(NONE);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    FAULT.get().beforeRename(to);
    boolean renamed = super.rename(from, to);
    FAULT.get().afterRename(to);
    return renamed;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  /** The same for {@code FileContext}, by which Delta writes its log. */
  public static final class ForFileContext extends DelegateToFileSystem {

    /** Called by Hadoop. */
    public ForFileContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new FaultyFileSystem(), conf, SCHEME, false);
    }
  }
}
