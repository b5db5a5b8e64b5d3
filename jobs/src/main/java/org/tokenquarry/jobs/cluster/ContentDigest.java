package org.tokenquarry.jobs.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.digest.Sha256;

/**
 * The identity of a codebook: the sha256 over its embeddings, little-endian float32, in their
 * order.
 */
final class ContentDigest {

  private ContentDigest() {}

  /**
   * Digests prototypes.
   *
   * @param prototypes in the order cluster, image id, token
   */
  static String of(List<Prototype> prototypes) {
    MessageDigest digest = Sha256.start();
    for (Prototype prototype : prototypes) {
      float[] embedding = prototype.embedding();
      ByteBuffer bytes =
          ByteBuffer.allocate(embedding.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(embedding);
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
