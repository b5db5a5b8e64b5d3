package org.tokenquarry.jobs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The local file system under another name, {@code metered:/directory/file}. It counts what this
 * process reads, file by file. {@code core-site.xml} of the tests declares it.
 */
public final class MeteredFileSystem extends RenamedLocalFileSystem {

  private static final String SCHEME = "metered";
  private static final Map<String, Count> COUNTS = new ConcurrentHashMap<>();

  /** What was read of one file. */
  private record Count(long bytes, long opens) {
    Count plus(Count other) {
      return new Count(bytes + other.bytes, opens + other.opens);
    }
  }

  /** The metered path of a local file. */
  public static String path(java.nio.file.Path local) {
    return SCHEME + ":" + local.toAbsolutePath();
  }

  /** Forgets what was counted. */
  public static void reset() {
    COUNTS.clear();
  }

  /** Bytes that were read since the last reset, of files with this in their path. */
  public static long bytesRead(String part) {
    return sum(part, Count::bytes);
  }

  /** How often files with this in their path were opened since the last reset. */
  public static long opens(String part) {
    return sum(part, Count::opens);
  }

  /** How many different files with this in their path were opened since the last reset. */
  public static long filesOpened(String part) {
    return COUNTS.keySet().stream().filter(file -> file.contains(part)).count();
  }

  private static long sum(String part, ToLongFunction<Count> property) {
    return COUNTS.entrySet().stream()
        .filter(entry -> entry.getKey().contains(part))
        .map(Map.Entry::getValue)
        .mapToLong(property)
        .sum();
  }

  private static void count(Path file, long bytes, long opens) {
    COUNTS.merge(file.toUri().getPath(), new Count(bytes, opens), Count::plus);
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    FSDataInputStream opened = super.open(file, bufferSize);
    count(file, 0, 1);
    return new FSDataInputStream(new Counting(file, opened));
  }

  /** Counts the bytes that it hands out. */
  private static final class Counting extends FSInputStream {

    private final Path file;
    private final FSDataInputStream in;

    Counting(Path file, FSDataInputStream in) {
      this.file = file;
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      count(file, value < 0 ? 0 : 1, 0);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      count(file, Math.max(0, read), 0);
      return read;
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
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      in.close();
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
      super(uri, new MeteredFileSystem(), conf, SCHEME, false);
    }
  }
}
