package org.tokenquarry.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads files by their URIs. Local files are read with Java, because Hadoop cannot read every name:
 * it fails at a colon and does not find names that are not UTF-8.
 */
public final class SourceReader {

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Configuration hadoop;

  /**
   * Makes a reader; nothing is read.
   *
   * @param hadoop the configuration of remote file systems
   */
  public SourceReader(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Looks at a file without opening it.
   *
   * @param uri a URI of {@link LocalUri} or of Hadoop
   * @throws IOException if there is no such file, it is no regular file, or it cannot be looked at
   */
  public SourceState state(String uri) throws IOException {
    return located(uri).state();
  }

  /**
   * Opens a file, to be read from its beginning to its end.
   *
   * @param uri a URI of {@link LocalUri} or of Hadoop
   * @return closed by the caller
   * @throws IOException if there is no such file, or it cannot be read
   */
  public InputStream open(String uri) throws IOException {
    Located located = located(uri);
    located.state();
    return new BufferedInputStream(located.open());
  }

  /**
   * Reads a file, or the beginning of a long one.
   *
   * @param uri a URI of {@link LocalUri} or of Hadoop
   * @param most the largest number of bytes to read, above 0
   * @throws SourceChangedException if it becomes shorter meanwhile
   * @throws IOException if there is no such file, or it cannot be read
   */
  public byte[] read(String uri, long most) throws IOException {
    Located located = located(uri);
    long wanted = Math.min(located.state().length(), most);
    if (wanted > LONGEST_ARRAY) {
      throw new IOException(wanted + " bytes are more than can be read at once");
    }
    try (InputStream in = located.open()) {
      byte[] content = new byte[(int) wanted];
      if (in.readNBytes(content, 0, content.length) < wanted) {
        throw new SourceChangedException(uri);
      }
      return content;
    }
  }

  private Located located(String uri) throws IOException {
    try {
      Optional<java.nio.file.Path> local = LocalUri.path(uri);
      return local.isPresent() ? new OnDisk(local.get()) : remote(new Path(uri));
    } catch (IllegalArgumentException e) {
      throw new IOException(uri + " is not a path: " + e.getMessage(), e);
    }
  }

  private Located remote(Path path) throws IOException {
    return new Remote(path.getFileSystem(hadoop), path);
  }

  private interface Located {
    SourceState state() throws IOException;

    InputStream open() throws IOException;
  }

  private record OnDisk(java.nio.file.Path path) implements Located {

    @Override
    public SourceState state() throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      // Reading a pipe might wait for ever, and a device may have no end.
      if (!attributes.isRegularFile()) {
        throw new IOException(path + " is not a regular file");
      }
      return SourceState.of(attributes);
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }
  }

  private record Remote(FileSystem fs, Path path) implements Located {

    @Override
    public SourceState state() throws IOException {
      return SourceState.of(fs.getFileStatus(path));
    }

    @Override
    public InputStream open() throws IOException {
      return fs.open(path);
    }
  }
}
