package org.tokenquarry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusteredPoolTest {

  private static final ContextIndependence TWO_IMAGES = new ContextIndependence(1);

  /** Around (4, 0) in images a and b; around (0, 8) in a only. */
  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate(new TokenKey("a", 0), new float[] {4, 0}),
          new Candidate(new TokenKey("a", 5), new float[] {0, 8}),
          new Candidate(new TokenKey("a", 6), new float[] {0, 8.5f}),
          new Candidate(new TokenKey("b", 1), new float[] {3, 0.5f}),
          new Candidate(new TokenKey("b", 2), new float[] {4, 0.1f}));

  private static final ClusteredPool POOL =
      ClusteredPool.of(CANDIDATES, new DpcKnn(new DpcKnnSettings(2, 2)));

  @Test
  void membersAreAllTokensOfClustersThatRecur() {
    List<Prototype> members = POOL.prototypes(TWO_IMAGES, PrototypeForm.MEMBERS);

    assertThat(members).extracting(Prototype::origin).containsExactly(key(0), key(3), key(4));
    assertThat(members)
        .allSatisfy(
            prototype -> {
              assertThat(prototype.embedding()).isEqualTo(embedding(prototype.origin()));
              assertThat(prototype.clusterImages()).isEqualTo(2);
              assertThat(prototype.clusterTokens()).isEqualTo(3);
            });
    assertThat(POOL.spans()).containsExactly(2, 1);
    assertThat(POOL.prototypes(new ContextIndependence(2), PrototypeForm.MEMBERS)).isEmpty();
  }

  @Test
  void aMedoidIsTheCentreOfItsCluster() {
    List<Prototype> medoids = POOL.prototypes(new ContextIndependence(0), PrototypeForm.MEDOIDS);

    int[] centres = POOL.clustering().centres();
    assertThat(medoids)
        .extracting(Prototype::origin)
        .containsExactly(key(centres[0]), key(centres[1]));
    assertThat(medoids.get(0).embedding()).isEqualTo(embedding(medoids.get(0).origin()));
  }

  @Test
  void aCentroidIsTheMeanDirectionOfItsCluster() {
    List<Prototype> centroids = POOL.prototypes(TWO_IMAGES, PrototypeForm.CENTROIDS);

    assertThat(centroids).hasSize(1);
    double x = (1 + 3 / Math.hypot(3, 0.5) + 4 / Math.hypot(4, 0.1f)) / 3;
    double y = (0.5 / Math.hypot(3, 0.5) + 0.1f / Math.hypot(4, 0.1f)) / 3;
    assertThat(centroids.get(0).embedding()).containsExactly((float) x, (float) y);
    assertThat(centroids.get(0).origin().imageId()).isIn("a", "b");
  }

  @Test
  void onePrototypeAClusterInTheOrderOfClusters() {
    Random random = new Random(4);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      float[] embedding = {(float) random.nextGaussian(), (float) random.nextGaussian()};
      candidates.add(
          new Candidate(new TokenKey("image " + (char) ('a' + i / 10), i % 10), embedding));
    }
    ClusteredPool pool = ClusteredPool.of(candidates, new DpcKnn(new DpcKnnSettings(7, 3)));

    for (PrototypeForm form : List.of(PrototypeForm.MEDOIDS, PrototypeForm.CENTROIDS)) {
      assertThat(pool.prototypes(new ContextIndependence(0), form))
          .extracting(Prototype::cluster)
          .containsExactly(0, 1, 2, 3, 4, 5, 6);
    }
    assertThat(pool.prototypes(new ContextIndependence(0), PrototypeForm.MEMBERS)).hasSize(60);
  }

  private static TokenKey key(int candidate) {
    return CANDIDATES.get(candidate).key();
  }

  private static float[] embedding(TokenKey key) {
    return CANDIDATES.stream()
        .filter(candidate -> candidate.key().equals(key))
        .findFirst()
        .orElseThrow()
        .embedding();
  }
}
