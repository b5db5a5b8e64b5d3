package org.tokenquarry.jobs.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.tokenquarry.digest.Sha256;

/**
 * The identity of a codebook: the sha256 over its embeddings, little-endian float32, in the order
 * cluster, image id, token. Embeddings are added one by one, so they need not all be in memory.
 */
public final class ContentDigest {

  private final MessageDigest digest = Sha256.start();

  /** Adds the next embedding. */
  public ContentDigest add(float[] embedding) {
    ByteBuffer bytes =
        ByteBuffer.allocate(embedding.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(embedding);
    digest.update(bytes);
    return this;
  }

  /** The digest of what was added, 64 lower-case hexadecimal digits. Call it once. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
