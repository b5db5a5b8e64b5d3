package org.tokenquarry.sql;

import java.util.Arrays;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.Tuple3;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** Adds our functions to a session: a value of {@code spark.sql.extensions}. */
public final class TokenQuarryExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  @Override
  public BoxedUnit apply(SparkSessionExtensions session) {
    Arrays.stream(SqlFunction.values()).forEach(function -> add(session, function));
    return BoxedUnit.UNIT;
  }

  /** The Seq of Spark 3.5 is another type than that of Spark 4; at run time both fit. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void add(SparkSessionExtensions session, SqlFunction function) {
    session.injectFunction(
        new Tuple3(
            new FunctionIdentifier(function.word()),
            function.description(),
            new Builder(function)));
  }

  /** Makes the expression of a call when its arguments are known. */
  private static final class Builder extends AbstractFunction1<Seq<Expression>, Expression> {

    private final SqlFunction function;

    Builder(SqlFunction function) {
      this.function = function;
    }

    @Override
    @SuppressWarnings("deprecation") // Scala 2.12 has no other converters.
    public Expression apply(Seq<Expression> arguments) {
      return function.call(JavaConverters.seqAsJavaList(arguments));
    }
  }
}
