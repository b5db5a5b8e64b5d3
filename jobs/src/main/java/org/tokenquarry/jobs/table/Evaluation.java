package org.tokenquarry.jobs.table;

import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * One row of the table {@code evaluations}.
 *
 * @param version of the codebook
 * @param pruner its name, {@link org.tokenquarry.task.AskQuestions#UNPRUNED} or {@link
 *     MetricNames#ANY_PRUNER}
 * @param keep ratio of the visual tokens that was kept, in (0, 1]
 * @param questionSet see {@link MetricNames#questionSet}
 * @param metric one of {@link MetricNames}
 * @param value with its interval
 * @param samples number of questions that the value rests on
 */
public record Evaluation(
    long version,
    String pruner,
    double keep,
    String questionSet,
    String metric,
    MetricValue value,
    long samples) {

  static final RowSchema<Evaluation> COLUMNS =
      RowSchema.<Evaluation>empty()
          .required("version", DataTypes.LongType, Evaluation::version)
          .required("pruner", DataTypes.StringType, Evaluation::pruner)
          .required("keep", DataTypes.DoubleType, Evaluation::keep)
          .required("question_set", DataTypes.StringType, Evaluation::questionSet)
          .required("metric", DataTypes.StringType, Evaluation::metric)
          .required("value", DataTypes.DoubleType, row -> row.value().value())
          .required("low", DataTypes.DoubleType, row -> row.value().low())
          .required("high", DataTypes.DoubleType, row -> row.value().high())
          .required("samples", DataTypes.LongType, Evaluation::samples);
}
