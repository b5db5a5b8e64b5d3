package org.tokenquarry.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;

/**
 * The bytes of a file.
 *
 * @param channel open as long as this is used
 * @param name of the file, for messages
 */
record FileBytes(SeekableByteChannel channel, String name) {

  /** How many there are. */
  long size() throws IOException {
    return channel.size();
  }

  /**
   * Some bytes of the header.
   *
   * @param count how many, checked by the caller
   * @return little-endian
   * @throws org.tokenquarry.error.UserException if the file ends before
   */
  ByteBuffer header(long position, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(position);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw ForeignErrors.damaged(name, "it ends within its header");
      }
    }
    return bytes.flip();
  }

  /** All bytes from a position on. */
  InputStream from(long position) throws IOException {
    return Channels.newInputStream(channel.position(position));
  }
}
