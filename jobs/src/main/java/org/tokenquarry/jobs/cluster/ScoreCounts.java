package org.tokenquarry.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log10;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How scores are distributed, to three significant digits. The number of buckets is small even for
 * many tokens, and the buckets do not depend on the partitions.
 *
 * @param buckets scores that agree in three digits, ascending; at least one
 */
record ScoreCounts(List<Bucket> buckets) {

  /** Scores below count as 0. */
  private static final double SMALLEST = 1e-12;

  private static final int DIGITS = 3;

  /**
   * Scores from {@code from} to below {@code to}.
   *
   * @param from as the scores begin
   * @param to above all of them
   * @param tokens how many there are, at least 1
   */
  record Bucket(double from, double to, long tokens) {

    private static Bucket of(Row row) {
      long tokens = row.<Long>getAs("count");
      Long exponent = row.getAs("exponent");
      if (exponent == null) {
        return new Bucket(0, SMALLEST, tokens);
      }
      long leading = row.<Long>getAs("leading");
      int places = exponent.intValue() - DIGITS + 1;
      return new Bucket(number(leading, places), number(leading + 1, places), tokens);
    }

    private static double number(long digits, int places) {
      return BigDecimal.valueOf(digits).scaleByPowerOfTen(places).doubleValue();
    }
  }

  /**
   * Counts, in one pass.
   *
   * @param rows at least one
   * @param score a number of each row, at least 0
   */
  static ScoreCounts of(Dataset<Row> rows, Column score) {
    Column value = score.cast("double");
    Column exponent = when(value.geq(SMALLEST), floor(log10(value)));
    Column leading = floor(value.divide(pow(lit(10.0), exponent.minus(DIGITS - 1))));
    return new ScoreCounts(
        rows
            .select(exponent.as("exponent"), leading.as("leading"))
            .groupBy(col("exponent"), col("leading"))
            .count()
            .collectAsList()
            .stream()
            .map(Bucket::of)
            .sorted(Comparator.comparingDouble(Bucket::from))
            .toList());
  }

  /** Copies the list. */
  ScoreCounts {
    buckets = List.copyOf(buckets);
  }

  /** The bucket at which this share of the scores is reached, 0 to 1. */
  Bucket quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * tokens()));
    long below = 0;
    for (Bucket bucket : buckets) {
      below += bucket.tokens();
      if (below >= rank) {
        return bucket;
      }
    }
    throw new IllegalStateException("the counts add up to the tokens");
  }

  /** The share of the scores that lie in a bucket or before it. */
  double upTo(Bucket last) {
    long below =
        buckets.stream()
            .filter(bucket -> bucket.from() <= last.from())
            .mapToLong(Bucket::tokens)
            .sum();
    return (double) below / tokens();
  }

  /** Minimum, deciles and maximum, for people. */
  String deciles() {
    return IntStream.rangeClosed(0, 10)
        .mapToObj(i -> String.format(Locale.ROOT, "%.3g", quantile(i / 10.0).from()))
        .collect(Collectors.joining(", "));
  }

  private long tokens() {
    return buckets.stream().mapToLong(Bucket::tokens).sum();
  }
}
