package org.tokenquarry.sql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.error.UserException;

/**
 * What a function is called with.
 *
 * @param function that is called
 * @param expressions its arguments
 */
record CallArguments(SqlFunction function, List<Expression> expressions) {

  int count() {
    return expressions.size();
  }

  Expression get(int i) {
    return expressions.get(i);
  }

  void requireCount(int... counts) {
    if (IntStream.of(counts).noneMatch(count -> count == count())) {
      String words =
          IntStream.of(counts).mapToObj(Integer::toString).collect(Collectors.joining(" or "));
      throw invalid("it takes " + words + " arguments, not " + count());
    }
  }

  /** A text that is the same for all rows. */
  String text(int i) {
    Expression expression = get(i);
    if (!expression.foldable() || !expression.dataType().equals(DataTypes.StringType)) {
      throw invalid("argument " + (i + 1) + " is no text that is the same for all rows");
    }
    Object value = expression.eval(InternalRow.empty());
    if (value == null) {
      throw invalid("argument " + (i + 1) + " is null");
    }
    return value.toString();
  }

  UserException invalid(String reason) {
    return new UserException(
        "sql-arguments-invalid",
        function.word() + " cannot be called so: " + reason + ".",
        "See DESCRIBE FUNCTION EXTENDED " + function.word() + ".");
  }
}
