package org.tokenquarry.jobs.table;

import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.token.TokenMatrix;

/**
 * The embeddings of a version. While they are read, they are compared with the version's number of
 * prototypes and its content digest. One row is read at a time, so there is no second copy beside
 * the result.
 */
final class CheckedEmbeddings {

  private final CodebookVersion codebook;
  private final Iterator<Row> rows;

  /**
   * Looks at one version.
   *
   * @param rows with the column {@code embedding}, in the order of the prototypes' ids
   */
  CheckedEmbeddings(CodebookVersion codebook, Iterator<Row> rows) {
    this.codebook = codebook;
    this.rows = rows;
  }

  /**
   * All of them, {@code [n, D] float32}.
   *
   * @throws UserException if they are not those that the version was made of
   */
  TokenMatrix matrix() {
    Stack stack = new Stack(codebook.prototypes());
    Optional<UserException> damage = damage(stack);
    if (damage.isPresent()) {
      throw damage.get();
    }
    return stack.matrix();
  }

  /** What is wrong with them; empty if they are those that the version was made of. */
  Optional<UserException> damage() {
    return damage(embedding -> {});
  }

  private Optional<UserException> damage(Consumer<float[]> sink) {
    ContentDigest digest = new ContentDigest();
    int count = 0;
    int width = 0;
    while (rows.hasNext()) {
      float[] embedding = Floats.of(embedding(rows.next()));
      width = count == 0 ? embedding.length : width;
      count++;
      if (count > codebook.prototypes()) {
        return corrupt("there are more of them than " + codebook.prototypes());
      }
      if (embedding.length != width) {
        return corrupt("their widths are " + width + " and " + embedding.length);
      }
      digest.add(embedding);
      sink.accept(embedding);
    }
    if (count < codebook.prototypes()) {
      return corrupt("there are " + count + " of " + codebook.prototypes());
    }
    String found = digest.hex();
    return found.equals(codebook.contentDigest())
        ? Optional.empty()
        : corrupt(
            "their content digest is "
                + Sha256.beginning(found)
                + ", not "
                + Sha256.beginning(codebook.contentDigest()));
  }

  private static List<Float> embedding(Row row) {
    return row.getList(row.fieldIndex("embedding"));
  }

  private Optional<UserException> corrupt(String difference) {
    return Optional.of(TableErrors.codebookCorrupt(codebook.version(), difference));
  }

  /** Collects rows of one width in one array. */
  private static final class Stack implements Consumer<float[]> {

    private final int count;
    private FloatBuffer values = FloatBuffer.allocate(0);
    private int width = 1;

    Stack(int count) {
      this.count = count;
    }

    @Override
    public void accept(float[] row) {
      if (values.capacity() == 0) {
        width = row.length;
        values = FloatBuffer.allocate(Math.multiplyExact(count, width));
      }
      values.put(row);
    }

    TokenMatrix matrix() {
      return new TokenMatrix(values.array(), width);
    }
  }
}
