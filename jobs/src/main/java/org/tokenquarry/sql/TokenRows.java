package org.tokenquarry.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.tokenquarry.error.UserException;
import org.tokenquarry.token.TokenMatrix;

/** Embeddings of Spark's rows as matrices. */
final class TokenRows {

  private TokenRows() {}

  /** One token, {@code [1, D]}. */
  static TokenMatrix one(float[] token) {
    if (token.length == 0) {
      throw notNumbers("an embedding is empty");
    }
    return new TokenMatrix(token, token.length);
  }

  /**
   * The tokens of an image, {@code [N, D]}.
   *
   * @param width D if there is none
   */
  static TokenMatrix of(ArrayData tokens, TokenForm form, int width) {
    List<float[]> rows = new ArrayList<>(tokens.numElements());
    for (int i = 0; i < tokens.numElements(); i++) {
      if (tokens.isNullAt(i)) {
        throw notNumbers("token " + i + " is null");
      }
      float[] row = form.of(tokens, i);
      if (row.length == 0 || row.length != (i == 0 ? row : rows.get(0)).length) {
        throw notNumbers("token " + i + " has another width than token 0, or none");
      }
      rows.add(row);
    }
    return TokenMatrix.of(rows, rows.isEmpty() ? width : rows.get(0).length);
  }

  static UserException notNumbers(String reason) {
    return new UserException(
        "tokens-invalid",
        "A row does not hold visual tokens: " + reason + ".",
        "Give each embedding as an array of numbers of one width.");
  }
}
