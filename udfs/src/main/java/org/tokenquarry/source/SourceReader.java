package org.tokenquarry.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.apache.commons.io.IOUtils;
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
   * Reads a file, or the beginning of a long one.
   *
   * @param uri a URI of {@link LocalUri} or of Hadoop
   * @param most the largest number of bytes to read, above 0
   * @throws IOException if there is no such file, or it cannot be read
   */
  public byte[] read(String uri, long most) throws IOException {
    try {
      Optional<java.nio.file.Path> local = LocalUri.path(uri);
      return local.isPresent() ? readLocal(local.get(), most) : readRemote(new Path(uri), most);
    } catch (IllegalArgumentException e) {
      throw new IOException(uri + " is not a path: " + e.getMessage(), e);
    }
  }

  private static byte[] readLocal(java.nio.file.Path path, long most) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    // Reading a pipe might wait for ever, and a device may have no end.
    if (!attributes.isRegularFile()) {
      throw new IOException(path + " is not a regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, attributes.size(), most);
    }
  }

  private byte[] readRemote(Path path, long most) throws IOException {
    FileSystem fs = path.getFileSystem(hadoop);
    long length = fs.getFileStatus(path).getLen();
    try (InputStream in = fs.open(path)) {
      return read(in, length, most);
    }
  }

  private static byte[] read(InputStream in, long length, long most) throws IOException {
    long wanted = Math.min(length, most);
    if (wanted > LONGEST_ARRAY) {
      throw new IOException(wanted + " bytes are more than can be read at once");
    }
    return IOUtils.toByteArray(in, (int) wanted);
  }
}
