package org.tokenquarry.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.ApplyFunctionExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.ArrayType;
import org.tokenquarry.jobs.spark.ScalaCollections;
import org.tokenquarry.serving.Rule;

/** The functions that a session gets. */
enum SqlFunction {
  /** How redundant a token is. */
  REDUNDANCY_SCORE(
      "_FUNC_(embedding, codebook) - the largest cosine of a visual token to a prototype of a codebook.",
      "embedding - array of numbers, or binary float32. codebook - folder of an export, or alias@warehouse.",
      SqlFunction::score),

  /** Which tokens of an image stay. */
  KEEP_TOKENS(
      "_FUNC_(tokens, codebook, k[, rule, rows, columns]) - the places of the k visual tokens that stay, ascending, from 0.",
      "tokens - array of embeddings of one image. codebook - folder of an export, or alias@warehouse. k - how many stay."
          + " rule - 'codebook' (the default) or 'codebook-diverse', which needs the rows and columns of the tokens.",
      SqlFunction::keep);

  private final String usage;
  private final String arguments;
  private final Function<CallArguments, Expression> call;

  SqlFunction(String usage, String arguments, Function<CallArguments, Expression> call) {
    this.usage = usage;
    this.arguments = arguments;
    this.call = call;
  }

  /** Its name in SQL. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What {@code DESCRIBE FUNCTION} tells. */
  ExpressionInfo description() {
    return new ExpressionInfo(
        SqlFunction.class.getName(),
        "",
        word(),
        usage,
        "\n    Arguments:\n      " + arguments + "\n  ",
        "",
        "",
        "misc_funcs",
        "3.5.0",
        "",
        "scala_udf");
  }

  /**
   * The expression of a call.
   *
   * @throws org.tokenquarry.error.UserException if the arguments do not fit, or the codebook cannot
   *     be read
   */
  Expression call(List<Expression> given) {
    return call.apply(new CallArguments(this, given));
  }

  private static Expression score(CallArguments given) {
    given.requireCount(2);
    TokenForm form = TokenForm.of(given.get(0).dataType());
    return applied(
        new ScoreFunction(CodebookReference.of(given.text(1)), form), List.of(given.get(0)));
  }

  private static Expression keep(CallArguments given) {
    given.requireCount(3, 4, 6);
    if (!(given.get(0).dataType() instanceof ArrayType tokens)) {
      throw given.invalid("the tokens are no array of embeddings");
    }
    Rule rule = given.count() > 3 ? Rule.of(given.text(3)) : Rule.CODEBOOK;
    if (rule == Rule.CODEBOOK_DIVERSE && given.count() != 6) {
      throw given.invalid("codebook-diverse needs the rows and columns of the tokens");
    }
    List<Expression> values = new ArrayList<>(List.of(given.get(0), given.get(2)));
    for (int i = 4; i < given.count(); i++) {
      values.add(given.get(i));
    }
    CodebookReference codebook = CodebookReference.of(given.text(1));
    return applied(
        new KeepFunction(codebook, TokenForm.of(tokens.elementType()), rule, values.size()),
        values);
  }

  private static Expression applied(ScalarFunction<?> function, List<Expression> values) {
    return new ApplyFunctionExpression(function, ScalaCollections.scala(values));
  }
}
