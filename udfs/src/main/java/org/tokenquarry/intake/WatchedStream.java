package org.tokenquarry.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Remembers whether the file below failed, and not what reads it. */
final class WatchedStream extends FilterInputStream {

  private boolean failed;

  WatchedStream(InputStream in) {
    super(in);
  }

  /** Whether the bytes could not be read. Reading them another time may succeed. */
  boolean failed() {
    return failed;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    try {
      return super.read(bytes, from, count);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      return super.skip(count);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }
}
