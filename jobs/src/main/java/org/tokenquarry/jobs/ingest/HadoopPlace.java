package org.tokenquarry.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.tokenquarry.source.SourceState;

/** A place on a file system that Hadoop knows. */
final class HadoopPlace implements Place {

  private final FileSystem fs;
  private final FileStatus status;

  /**
   * Looks at a path.
   *
   * @throws java.io.FileNotFoundException if nothing is there
   */
  HadoopPlace(FileSystem fs, Path path) throws IOException {
    this.fs = fs;
    this.status = fs.getFileStatus(path);
  }

  @Override
  public String uri() {
    return status.getPath().toString();
  }

  @Override
  public boolean isFolder() {
    return status.isDirectory();
  }

  @Override
  public boolean holds(String name) throws IOException {
    return fs.exists(new Path(status.getPath(), name));
  }

  @Override
  public InputStream open() throws IOException {
    return fs.open(status.getPath());
  }

  @Override
  public SourceState state() {
    return SourceState.of(status);
  }

  @Override
  public void walk(Visitor visitor) throws IOException {
    RemoteIterator<LocatedFileStatus> entries = fs.listFiles(status.getPath(), true);
    while (entries.hasNext()) {
      LocatedFileStatus entry = entries.next();
      visitor.file(entry.getPath().toString(), SourceState.of(entry));
    }
  }
}
