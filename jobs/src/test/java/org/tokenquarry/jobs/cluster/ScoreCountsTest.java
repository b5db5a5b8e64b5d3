package org.tokenquarry.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.cluster.ScoreCounts.Bucket;

class ScoreCountsTest {

  @Test
  void scoresAreCountedByThreeDigitsWhateverTheirSize() {
    ScoreCounts counts = counted(List.of(0.0, 1e-13, 2.345e-7, 2.349e-7, 0.1, 1.0, 1000.0), 1);

    assertThat(counts.buckets()).extracting(Bucket::tokens).containsExactly(2L, 2L, 1L, 1L, 1L);
    assertThat(counts.buckets())
        .extracting(Bucket::from)
        .containsExactly(0.0, 2.34e-7, 0.1, 1.0, 1000.0);
    assertThat(counts.buckets())
        .extracting(Bucket::to)
        .containsExactly(1e-12, 2.35e-7, 0.101, 1.01, 1010.0);
  }

  @Test
  void partitionsChangeNothingAndWhatIsProposedLeavesWhatIsSaid() {
    List<Double> scores = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      scores.add(Math.pow(random.nextDouble(), 8));
    }
    ScoreCounts counts = counted(scores, 1);
    List<Double> shuffled = new ArrayList<>(scores);
    Collections.shuffle(shuffled, random);
    assertThat(counted(shuffled, 7)).isEqualTo(counts);

    Bucket tenth = counts.quantile(0.1);
    double left = scores.stream().filter(score -> score < tenth.to()).count() / 1000.0;
    assertThat(left).isBetween(0.1, 0.11);
    assertThat(counts.upTo(tenth)).isEqualTo(left);
    assertThat(counts.deciles()).matches("(\\S+, ){10}\\S+");
  }

  private static ScoreCounts counted(List<Double> scores, int partitions) {
    return ScoreCounts.of(
        LocalSpark.session()
            .createDataset(scores, Encoders.DOUBLE())
            .repartition(partitions)
            .toDF("score"),
        col("score"));
  }
}
