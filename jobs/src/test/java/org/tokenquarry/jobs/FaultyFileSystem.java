package org.tokenquarry.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

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

    /**
     * Called before bytes are written to a file.
     *
     * @param file which
     * @param bytes how many
     * @return how many of them are written
     * @throws IOException to have none written
     */
    default int beforeWrite(Path file, int bytes) throws IOException {
      return bytes;
    }

    /**
     * Called before a folder is deleted.
     *
     * @param folder which
     * @return whether the run dies when it has deleted one of the files
     */
    default boolean cutsDelete(Path folder) {
      return false;
    }
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
    boolean renamed = renamedAlone(from, to);
    FAULT.get().afterRename(to);
    return renamed;
  }

  /** Of two commits with the same name one succeeds; a local disk would let the later one win. */
  private boolean renamedAlone(Path from, Path to) throws IOException {
    synchronized (FAULT) {
      if (isCommit(to, "[^/]+") && exists(to)) {
        throw new FileAlreadyExistsException(to.toString());
      }
      return super.rename(from, to);
    }
  }

  @Override
  public boolean delete(Path file, boolean recursive) throws IOException {
    if (exists(file) && getFileStatus(file).isDirectory() && FAULT.get().cutsDelete(file)) {
      super.delete(listStatus(file)[0].getPath(), true);
      throw new IOException("the disk is gone");
    }
    return super.delete(file, recursive);
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path file, boolean append, FsPermission permission) throws IOException {
    return new FaultyOutput(super.createOutputStreamWithMode(file, append, permission), file);
  }

  /** A full disk takes a part of the bytes, and says so when it is asked to take more. */
  private static final class FaultyOutput extends OutputStream {

    private final OutputStream out;
    private final Path file;

    FaultyOutput(OutputStream out, Path file) {
      this.out = out;
      this.file = file;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int taken = FAULT.get().beforeWrite(file, length);
      out.write(bytes, from, taken);
      if (taken < length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
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
