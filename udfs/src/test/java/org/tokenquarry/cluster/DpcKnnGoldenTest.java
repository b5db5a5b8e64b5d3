package org.tokenquarry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.golden.Golden;

class DpcKnnGoldenTest {

  static Stream<Arguments> cases() {
    return Golden.fields(Golden.at("/dpc_knn/sets"))
        .flatMap(
            set ->
                Golden.fields(set.getValue().get("cases"))
                    .map(
                        c ->
                            Arguments.argumentSet(
                                set.getKey() + " " + c.getKey(),
                                set.getValue().get("points"),
                                c.getValue())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agrees(JsonNode points, JsonNode expected) {
    DpcKnnSettings settings =
        new DpcKnnSettings(
            expected.get("n_clusters").asInt(), expected.get("k_including_self").asInt());

    Clustering clustering = new DpcKnn(settings).cluster(Golden.matrix(points));

    assertThat(clustering.centres()).isEqualTo(Golden.ints(expected.get("centres_in_score_order")));
    assertThat(clustering.labels()).isEqualTo(Golden.ints(expected.get("labels")));
    assertThat(clustering.sizes()).isEqualTo(Golden.ints(expected.get("cluster_sizes")));
    assertClose(clustering.density(), expected.get("density"));
    assertClose(clustering.delta(), expected.get("delta"));
    assertClose(
        IntStream.range(0, points.size())
            .mapToDouble(i -> clustering.density()[i] * clustering.delta()[i])
            .toArray(),
        expected.get("score"));
  }

  private static void assertClose(double[] actual, JsonNode expected) {
    assertThat(actual)
        .usingComparatorWithPrecision(Golden.TOLERANCE)
        .containsExactly(Golden.doubles(expected));
  }
}
