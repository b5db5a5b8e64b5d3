package org.tokenquarry.task;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
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
    /** Visual tokens that enter the language model. */
    TOKENS,
    /** Operations of the decoder for the prompt, 0 where the bundle does not state its sizes. */
    FLOPS,
    /** Yes-or-no questions with the answer yes, which is right. */
    YES_RIGHT,
    /** Yes-or-no questions with the answer yes, which is wrong. */
    YES_WRONG,
    /** Yes-or-no questions with the answer no, which is wrong. */
    YES_MISSED,
    /** Yes-or-no questions with the answer no, which is right. */
    NO_RIGHT;

    /** The name of the column. */
    public String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Sum, Double> sums = new EnumMap<>(Sum.class);

  Tally() {
    for (Sum sum : Sum.values()) {
      sums.put(sum, 0.0);
    }
  }

  /**
   * The sums over an image's questions of one set.
   *
   * @param pruner that kept the tokens
   * @param keep ratio of the visual tokens that was kept, in (0, 1]
   */
  record OfImage(String imageId, String pruner, double keep, String set, Tally tally) {

    static final RowSchema<OfImage> COLUMNS = columns();

    private static RowSchema<OfImage> columns() {
      RowSchema<OfImage> columns =
          RowSchema.<OfImage>empty()
              .required("image_id", DataTypes.StringType, OfImage::imageId)
              .required("pruner", DataTypes.StringType, OfImage::pruner)
              .required("keep", DataTypes.DoubleType, OfImage::keep)
              .required("set", DataTypes.StringType, OfImage::set);
      for (Sum sum : Sum.values()) {
        columns = columns.required(sum.column(), DataTypes.DoubleType, row -> row.tally().get(sum));
      }
      return columns;
    }
  }

  /** The sums of a row of {@link AskQuestions#OUTPUT}, in the order of {@link Sum}. */
  public static double[] sums(Row row) {
    return Arrays.stream(Sum.values())
        .mapToDouble(sum -> row.<Double>getAs(sum.column()))
        .toArray();
  }

  void compare(ModelAnswer full, ModelAnswer answer, int tokens, long flops) {
    add(Sum.QUESTIONS, 1);
    add(
        Sum.DIVERGENCE,
        DivergenceForm.JENSEN_SHANNON.overVocabulary(full.logits(), answer.logits()));
    add(Sum.AGREED, full.first() == answer.first() ? 1 : 0);
    add(Sum.TOKENS, tokens);
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
      add(Sum.NO_RIGHT, !yes && right ? 1 : 0);
    }
  }

  private double get(Sum sum) {
    return sums.get(sum);
  }

  private void add(Sum sum, double value) {
    sums.merge(sum, value, Double::sum);
  }
}
