package org.tokenquarry.jobs.table;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * The embeddings of a version, compared with its number of prototypes and its content digest.
 *
 * <p>They are read without Spark, and each row is put at its place at once: memory is the result,
 * {@code 4 n D} bytes, and the row groups that are being read. The order of rows and files does not
 * matter.
 */
final class CheckedEmbeddings {

  private static final String ID = "prototype_id";
  private static final String EMBEDDING = "embedding";

  private final CodebookVersion codebook;
  private final BitSet found;
  private float[] values;
  private int width;
  private String difference;

  private CheckedEmbeddings(CodebookVersion codebook) {
    this.codebook = codebook;
    this.found = new BitSet(codebook.prototypes());
  }

  /**
   * Reads one version.
   *
   * @param prototypes the table
   */
  static CheckedEmbeddings read(CodebookVersion codebook, DirectScan prototypes) {
    CheckedEmbeddings embeddings = new CheckedEmbeddings(codebook);
    try {
      prototypes.rows(
          List.of(ID, EMBEDDING),
          Optional.of(
              new Predicate("=", new Column("version"), Literal.ofLong(codebook.version()))),
          row -> {
            embeddings.put(row.integer(ID), row.bytes(EMBEDDING));
            return Optional.empty();
          });
      embeddings.compare();
    } catch (DirectFiles.DamagedException e) {
      // Delta 4's reader compares checksums of pages; that of Delta 3 leaves it to the digest.
      embeddings.difference = "a part of " + e.file() + " cannot be read";
    }
    return embeddings;
  }

  /**
   * All of them, {@code [n, D] float32}.
   *
   * @throws UserException {@code codebook-corrupt} if they are not those that the version was made
   *     of
   */
  TokenMatrix matrix() {
    Optional<UserException> damage = damage();
    if (damage.isPresent()) {
      throw damage.get();
    }
    return new TokenMatrix(values, width);
  }

  /** What is wrong with them; empty if they are those that the version was made of. */
  Optional<UserException> damage() {
    return Optional.ofNullable(difference)
        .map(each -> TableErrors.codebookCorrupt(codebook.version(), each));
  }

  /** Files are read by several threads. */
  private synchronized void put(int id, byte[] embedding) {
    if (difference != null) {
      return;
    }
    if (id < 0 || id >= codebook.prototypes()) {
      difference = "there are more of them than " + codebook.prototypes();
    } else if (found.get(id)) {
      difference = "prototype " + id + " is there twice";
    } else if (embedding.length == 0 || embedding.length % Float.BYTES != 0) {
      difference = "prototype " + id + " has " + embedding.length + " bytes";
    } else if (values != null && embedding.length != width * Float.BYTES) {
      difference = "their widths are " + width + " and " + FloatBytes.count(embedding);
    } else {
      if (values == null) {
        width = embedding.length / Float.BYTES;
        values = new float[Math.multiplyExact(codebook.prototypes(), width)];
      }
      found.set(id);
      FloatBytes.read(embedding, values, id * width);
    }
  }

  private void compare() {
    if (difference != null) {
      return;
    }
    int count = found.cardinality();
    if (count < codebook.prototypes()) {
      difference = "there are " + count + " of " + codebook.prototypes();
      return;
    }
    String digest = new ContentDigest().add(new TokenMatrix(values, width)).hex();
    if (!digest.equals(codebook.contentDigest())) {
      difference =
          "their content digest is "
              + Sha256.beginning(digest)
              + ", not "
              + Sha256.beginning(codebook.contentDigest());
    } else if (!TokenMatrix.finite(values)) {
      difference = "there is NaN or infinity among their elements";
    }
  }
}
