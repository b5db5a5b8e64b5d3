package org.tokenquarry.jobs.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.intake.ListedSource;
import org.tokenquarry.pack.FileLayout;
import org.tokenquarry.pack.RowFile;

/**
 * The directory in the warehouse where a run keeps what it has found, because executors read it and
 * millions of names need not be in memory. It is removed at the end of the run.
 */
final class Listing implements AutoCloseable {

  private static final String ROOT = "_listing";

  /** What is older was left by a run that was killed. */
  private static final Duration STALE = Duration.ofDays(2);

  private final Configuration hadoop;
  private final FileSystem fs;
  private final Path directory;
  private final boolean newWarehouse;

  /**
   * Makes the directory, and removes those of runs that were killed.
   *
   * @param warehouse its directory
   */
  Listing(Configuration hadoop, String warehouse, String runId) {
    this.hadoop = hadoop;
    Path root = new Path(warehouse, ROOT);
    try {
      this.fs = root.getFileSystem(hadoop);
      this.directory = new Path(fs.makeQualified(root), runId);
      this.newWarehouse = !fs.exists(root.getParent());
      fs.mkdirs(directory);
      removeStale(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeStale(Path root) throws IOException {
    long oldest = System.currentTimeMillis() - STALE.toMillis();
    for (FileStatus run : fs.listStatus(root)) {
      // Object stores know no times of directories.
      long changed = run.getModificationTime();
      if (changed > 0 && changed < oldest) {
        fs.delete(run.getPath(), true);
      }
    }
  }

  /** The directory of the parts into which the sources are divided. */
  String units() {
    return new Path(directory, "units").toString();
  }

  /** The directory of what was found. */
  String found() {
    return new Path(directory, "found").toString();
  }

  /** Begins to write what is found. */
  Writer writer() {
    try {
      return new Writer(
          RowFile.create(
              hadoop, new Path(found()), ListedSource.COLUMNS.schema(), FileLayout.RESULTS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes sources as they are found. */
  static final class Writer implements AutoCloseable {

    private final RowFile file;
    private long unseen;

    private Writer(RowFile file) {
      this.file = file;
    }

    /** Adds a source. */
    void add(ListedSource source) {
      try {
        file.write(ListedSource.COLUMNS.row(source));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      unseen += source.state().length() < 0 ? 1 : 0;
    }

    /** Sources that nobody has looked at yet. */
    long unseen() {
      return unseen;
    }

    /** Ends the file. */
    void finish() {
      try {
        file.finish();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      fs.delete(directory, true);
      if (newWarehouse) {
        removeEmpty(directory.getParent());
        removeEmpty(directory.getParent().getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A run that found nothing leaves no warehouse behind. */
  private void removeEmpty(Path path) throws IOException {
    if (fs.exists(path) && fs.listStatus(path).length == 0) {
      fs.delete(path, false);
    }
  }
}
