package org.tokenquarry.task;

import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.answer.ModelAnswer;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.divergence.DivergenceForm;

/**
 * Sums over questions, from which every metric of an evaluation is computed. Each sum is a double
 * column, in the order of {@link Sum}.
 */
public final class Tally {

  /** What is summed over questions. */
  public enum Sum {
    /** Questions that were asked. */
    QUESTIONS,
    /** Questions that have right answers and were scored. */
    SCORED,
    /** Scores, each in [0, 1]. */
    SCORE,
    /**
     * Jensen-Shannon divergence, in nats, between the distributions of the first token with these
     * visual tokens and with all of them.
     */
    DIVERGENCE,
    /** Questions whose most probable first token is the same as with all visual tokens. */
    AGREED,
    /** Operations of the decoder for the prompt, 0 where the bundle does not state its sizes. */
    FLOPS,
    /** Yes-or-no questions with the answer yes, which is right. */
    YES_RIGHT,
    /** Yes-or-no questions with the answer yes, which is wrong. */
    YES_WRONG,
    /** Yes-or-no questions with the answer no, which is wrong. */
    YES_MISSED;

    /** The name of the column. */
    public String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final double[] sums = new double[Sum.values().length];

  static StructType withSums(StructType key) {
    StructType all = key;
    for (Sum sum : Sum.values()) {
      all = all.add(sum.column(), DataTypes.DoubleType, false);
    }
    return all;
  }

  /** The sums of a row of {@link AskQuestions#OUTPUT}, in the order of {@link Sum}. */
  public static double[] sums(Row row) {
    double[] sums = new double[Sum.values().length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = row.getDouble(row.length() - sums.length + i);
    }
    return sums;
  }

  void compare(ModelAnswer full, ModelAnswer answer, long flops) {
    add(Sum.QUESTIONS, 1);
    add(
        Sum.DIVERGENCE,
        DivergenceForm.JENSEN_SHANNON.overVocabulary(full.logits(), answer.logits()));
    add(Sum.AGREED, full.first() == answer.first() ? 1 : 0);
    add(Sum.FLOPS, (double) flops);
  }

  void score(AskedQuestion question, double score, String said) {
    add(Sum.SCORED, 1);
    add(Sum.SCORE, score);
    if (question.scoring() == Scoring.YES_NO) {
      boolean yes = Scoring.saysYes(said);
      boolean right = score == 1;
      add(Sum.YES_RIGHT, yes && right ? 1 : 0);
      add(Sum.YES_WRONG, yes && !right ? 1 : 0);
      add(Sum.YES_MISSED, !yes && !right ? 1 : 0);
    }
  }

  /** The sums, boxed for a row. */
  Object[] values() {
    Object[] values = new Object[sums.length];
    for (int i = 0; i < sums.length; i++) {
      values[i] = sums[i];
    }
    return values;
  }

  @SuppressWarnings("EnumOrdinal") // The order of the columns is the order of the constants.
  private void add(Sum sum, double value) {
    sums[sum.ordinal()] += value;
  }
}
