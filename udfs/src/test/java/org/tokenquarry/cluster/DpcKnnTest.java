package org.tokenquarry.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tokenquarry.token.TokenMatrix;

class DpcKnnTest {

  private static final DpcKnnSettings SETTINGS = new DpcKnnSettings(8, 5);

  @Property(tries = 200)
  void agreesWithTheDefinition(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 90) int count,
      @ForAll @IntRange(min = 1, max = 70) int dim,
      @ForAll @IntRange(min = 1, max = 12) int clusters,
      @ForAll @IntRange(min = 1, max = 8) int neighbours) {
    TokenMatrix points = gaussian(random, count, dim);
    DpcKnnSettings settings = new DpcKnnSettings(clusters, neighbours);

    Clustering actual = new DpcKnn(settings).cluster(points);

    Clustering expected = PlainDpcKnn.cluster(points, settings);
    assertThat(actual.density())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(expected.density());
    assertThat(actual.delta())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(expected.delta());
    assertThat(actual.centres()).isEqualTo(expected.centres());
    assertThat(actual.labels()).isEqualTo(expected.labels());
  }

  @Property(tries = 30)
  void threadsChangeNothing(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 700) int count) {
    TokenMatrix points = gaussian(random, count, 24);

    Clustering alone = new DpcKnn(SETTINGS).cluster(points);
    AtomicInteger visits = new AtomicInteger();
    Clustering together =
        new DpcKnn(SETTINGS).inParallel().telling(visits::addAndGet).cluster(points);

    assertThat(visits).hasValue(DpcKnn.VISITS * count);
    assertThat(together.labels()).isEqualTo(alone.labels());
    assertThat(together.centres()).isEqualTo(alone.centres());
    assertThat(together.density()).isEqualTo(alone.density());
    assertThat(together.delta()).isEqualTo(alone.delta());
  }

  // Points on a small lattice: many are equal, and many distances and densities tie.
  @Property(tries = 200)
  void equalPointsShareDensityAndCluster(
      @ForAll Random random, @ForAll @IntRange(min = 2, max = 80) int count) {
    float[] values = new float[count * 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4);
    }
    TokenMatrix points = new TokenMatrix(values, 2);

    Clustering clustering = new DpcKnn(SETTINGS).cluster(points);

    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        if (Arrays.equals(points.row(i), points.row(j))) {
          assertThat(clustering.density()[i]).isEqualTo(clustering.density()[j]);
          assertThat(clustering.delta()[i]).as("the later of two equal points").isZero();
        }
      }
    }
    assertThat(clustering.sizes()).doesNotContain(0);
  }

  // Every vector occurs twice, so that only equal vectors tie.
  @Property(tries = 100)
  void theOrderOfThePointsDoesNotDecide(
      @ForAll Random random, @ForAll @IntRange(min = 10, max = 60) int distinct) {
    TokenMatrix pool = gaussian(random, distinct, 7);
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, 2 * distinct).mapToObj(i -> i / 2).toList());
    int[] sorted = order.stream().mapToInt(Integer::intValue).toArray();
    Collections.shuffle(order, random);
    int[] shuffled = order.stream().mapToInt(Integer::intValue).toArray();

    Clustering first = new DpcKnn(SETTINGS).cluster(pool.rows(sorted));
    Clustering second = new DpcKnn(SETTINGS).cluster(pool.rows(shuffled));

    for (int c = 0; c < first.count(); c++) {
      assertThat(shuffled[second.centres()[c]]).isEqualTo(sorted[first.centres()[c]]);
    }
    for (int i = 0; i < shuffled.length; i++) {
      assertThat(second.labels()[i]).isEqualTo(first.labels()[2 * shuffled[i]]);
    }
  }

  @Test
  void onePointIsOneCluster() {
    Clustering clustering = new DpcKnn(SETTINGS).cluster(new TokenMatrix(new float[] {3, 4}, 2));

    assertThat(clustering.labels()).containsExactly(0);
    assertThat(clustering.centres()).containsExactly(0);
    assertThat(clustering.density()).containsExactly(1.0);
    assertThat(clustering.delta()).containsExactly(0.0);
  }

  @Test
  void equalPointsAllBecomeCentresWhereThereIsNoOtherChoice() {
    TokenMatrix points = new TokenMatrix(new float[] {1, 1, 1}, 1);

    Clustering clustering = new DpcKnn(SETTINGS).cluster(points);

    assertThat(clustering.centres()).containsExactly(0, 1, 2);
    assertThat(clustering.labels()).containsExactly(0, 1, 2);
  }

  @Test
  void densitiesSurviveWhereFloat32Underflows() {
    TokenMatrix points = new TokenMatrix(new float[] {0, 20, 40}, 1);

    Clustering clustering = new DpcKnn(new DpcKnnSettings(2, 2)).cluster(points);

    assertThat(clustering.density()[0]).isCloseTo(Math.exp(-200), within(1e-95)).isPositive();
  }

  @Test
  void whatCannotBeClusteredIsRefused() {
    DpcKnn dpc = new DpcKnn(SETTINGS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dpc.cluster(new TokenMatrix(new float[0], 2)))
        .withMessage("there is nothing to cluster: no points");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dpc.cluster(new TokenMatrix(new float[] {1, Float.NaN}, 2)))
        .withMessage("points to cluster hold NaN or infinite elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DpcKnnSettings(0, 5))
        .withMessage("clustering needs at least 1 cluster and 1 neighbour, not 0 and 5");
  }

  private static TokenMatrix gaussian(Random random, int count, int dim) {
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new TokenMatrix(values, dim);
  }
}
