package org.tokenquarry.task;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.answer.Scoring;

/**
 * A question about a held-out image.
 *
 * @param set name of the set that it belongs to
 * @param text the question as the model gets it
 * @param answers the right answers; empty if only fidelity is measured
 * @param scoring how an answer is scored
 */
public record HeldOutQuestion(String set, String text, List<String> answers, Scoring scoring) {

  static final RowSchema<HeldOutQuestion> COLUMNS =
      RowSchema.<HeldOutQuestion>empty()
          .required("set", DataTypes.StringType, HeldOutQuestion::set)
          .required("text", DataTypes.StringType, HeldOutQuestion::text)
          .required(
              "answers",
              DataTypes.createArrayType(DataTypes.StringType, false),
              question -> question.answers().toArray())
          .required("scoring", DataTypes.StringType, question -> question.scoring().code());

  /** Copies the list. */
  public HeldOutQuestion {
    answers = List.copyOf(answers);
  }

  /** Whether right answers are known. */
  public boolean answered() {
    return !answers.isEmpty();
  }

  /** Reads a row of these columns. */
  static HeldOutQuestion of(Row row) {
    return new HeldOutQuestion(
        row.getAs("set"),
        row.getAs("text"),
        row.getList(row.fieldIndex("answers")),
        Scoring.of(row.getAs("scoring")));
  }
}
