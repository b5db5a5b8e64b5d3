package org.tokenquarry.jobs.table;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * The identity of a codebook: the sha256 over its embeddings, little-endian float32, in the order
 * cluster, image id, token. Embeddings are added one by one, so they need not all be in memory.
 */
public final class ContentDigest {

  private final MessageDigest digest = Sha256.start();

  /** Adds the next embedding. */
  public ContentDigest add(float[] embedding) {
    digest.update(FloatBytes.of(embedding));
    return this;
  }

  /** Adds embeddings in their order, one row after the other. */
  public ContentDigest add(TokenMatrix embeddings) {
    for (int i = 0; i < embeddings.count(); i++) {
      int width = embeddings.dim();
      digest.update(FloatBytes.of(embeddings.values(), i * width, width));
    }
    return this;
  }

  /** The digest of what was added, 64 lower-case hexadecimal digits. Call it once. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
