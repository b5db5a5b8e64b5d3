package org.tokenquarry.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.golden.Golden;

class CodebookBuildingTest {

  @Test
  void clustersThatRecurAreKeptInTheGoldenOrder() {
    JsonNode golden = Golden.at("/codebook_building/cross_image");
    List<String> images = Golden.strings(golden.get("image_id"));
    int[] labels = Golden.ints(golden.get("cluster"));
    int bound = golden.get("min_unique_images_exclusive").asInt();

    List<KeptCluster> kept = new ContextIndependence(bound).keep(labels, images);

    assertThat(kept).extracting(KeptCluster::cluster).containsExactly(1, 0);
    assertThat(kept).extracting(KeptCluster::images).containsExactly(3, 3);
    int[] saved = pooled(kept);
    assertThat(saved).isEqualTo(Golden.ints(golden.get("saved_order")));
    assertThat(saved).containsExactlyInAnyOrder(Golden.ints(golden.get("kept_positions")));
  }

  @Test
  void theBoundOnImagesIsStrict() {
    int[] labels = {0, 0, 0, 0, 1, 1, 1};
    List<String> images = List.of("a", "a", "b", "b", "a", "b", "c");

    assertThat(new ContextIndependence(2).keep(labels, images))
        .extracting(KeptCluster::cluster)
        .containsExactly(1);
    assertThat(new ContextIndependence(3).keep(labels, images)).isEmpty();
    assertThat(new ContextIndependence(0).keep(labels, images)).hasSize(2);
  }

  @Test
  void theCanonicalOrderDoesNotDependOnThePool() {
    int[] labels = {1, 0, 1, 0, 1};
    List<String> images = List.of("b", "b", "a", "a", "a");
    int[] tokens = {7, 3, 9, 4, 2};
    List<KeptCluster> kept = new ContextIndependence(1).keep(labels, images);

    assertThat(pooled(kept)).containsExactly(0, 2, 4, 1, 3);
    assertThat(PrototypeOrder.canonical(kept, images, tokens)).containsExactly(3, 1, 4, 2, 0);
  }

  @Test
  void rulesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContextIndependence(-1))
        .withMessageContaining("not -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContextIndependence(1).keep(new int[2], List.of("a")))
        .withMessage("2 labels do not belong to 1 image ids");
  }

  /** The order of the published files: clusters as they first occur in the pool. */
  private static int[] pooled(List<KeptCluster> kept) {
    return kept.stream().flatMapToInt(cluster -> IntStream.of(cluster.members())).toArray();
  }
}
