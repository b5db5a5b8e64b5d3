package org.tokenquarry.pack;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local file system under another name, {@code counted:/directory/file}. It counts every byte
 * that is asked for, also those of reads of several ranges at once, which Hadoop's own statistics
 * of local files leave out.
 */
public final class CountedFileSystem extends RawLocalFileSystem {

  private static final String SCHEME = "counted";
  private static final AtomicLong BYTES = new AtomicLong();
  private static final AtomicLong LARGEST = new AtomicLong();

  /** Makes the name known. */
  static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs." + SCHEME + ".impl", CountedFileSystem.class, RawLocalFileSystem.class);
    return hadoop;
  }

  /** The counted path of a local file. */
  static String path(Path local) {
    return SCHEME + ":" + local.toUri().getPath();
  }

  /** Forgets what was counted. */
  static void reset() {
    BYTES.set(0);
    LARGEST.set(0);
  }

  /** Bytes that were read since the last reset. */
  static long bytes() {
    return BYTES.get();
  }

  /** Bytes of the largest read since the last reset. */
  static long largest() {
    return LARGEST.get();
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    return new FSDataInputStream(new Counting(super.open(file, bufferSize)));
  }

  /** Counts the bytes that it hands out. */
  private static final class Counting extends FSInputStream {

    private final FSDataInputStream in;

    Counting(FSDataInputStream in) {
      this.in = in;
    }

    private static int counted(int bytes) {
      BYTES.addAndGet(Math.max(0, bytes));
      LARGEST.accumulateAndGet(bytes, Math::max);
      return bytes;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      counted(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return counted(in.read(buffer, offset, length));
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long target) throws IOException {
      return in.seekToNewSource(target);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
