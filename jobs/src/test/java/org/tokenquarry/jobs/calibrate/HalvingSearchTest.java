package org.tokenquarry.jobs.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.config.ConfigurationLoader;
import org.tokenquarry.jobs.config.Layers;
import org.tokenquarry.jobs.config.SearchSettings;

/** Two fields of numbers: what is tried is its own accuracy. */
class HalvingSearchTest {

  private static final List<String> IMAGES =
      IntStream.range(0, 20).mapToObj(i -> "image " + i).toList();

  private final SearchSettings settings =
      new ConfigurationLoader()
          .load(
              Layers.assigning(
                  "calibrate.search.images=2",
                  "calibrate.search.keepOneOf=3",
                  "calibrate.search.budgets=[0.5]"))
          .settings()
          .calibrate()
          .search();

  private final List<List<String>> asked = new ArrayList<>();
  private final Map<String, Set<String>> seen = new HashMap<>();

  private Field<Double> field(String name, Field.Watched watched, double... accuracies) {
    return new Field<>(
        IntStream.range(0, accuracies.length)
            .mapToObj(i -> new Contestant<>(i, name + i, accuracies[i], settings.keeps()))
            .toList(),
        watched);
  }

  private void ask(List<Contestant<Double>> contestants, List<String> images) {
    asked.add(contestants.stream().map(Contestant::name).toList());
    for (Contestant<Double> contestant : contestants) {
      for (String image : images) {
        assertThat(seen.computeIfAbsent(contestant.name(), name -> new HashSet<>()).add(image))
            .as("no question is asked twice")
            .isTrue();
        contestant.addUnpruned(1, 1);
        if (contestant.tried() >= 0) {
          contestant.add(0.5, contestant.tried(), 1);
        }
      }
    }
  }

  private void run(List<Field<Double>> fields) {
    new HalvingSearch<Double>(settings, this::ask, IMAGES).run(fields);
  }

  @Test
  void everyFieldHasItsOwnRungsOnTheSameImages() {
    Field<Double> seven =
        field("a", Field.Watched.FIRST_LISTED, 0.125, 0.2, 0.3, 0.4, 0.5, 0.9, 0.7);
    Field<Double> two = field("b", Field.Watched.FIRST_LISTED, 0.8, 0.6);

    run(List.of(seven, two));

    assertThat(asked)
        .containsExactly(
            List.of("a0", "a1", "a2", "a3", "a4", "a5", "a6", "b0", "b1"),
            List.of("a5", "a6", "a4", "a0", "b0"),
            List.of("a5", "a0"));
    assertThat(seven.rungs()).extracting(Rung::trials).containsExactly(7, 3, 1);
    assertThat(seven.rungs()).extracting(Rung::images).containsExactly(2, 6, 18);
    assertThat(two.rungs()).extracting(Rung::images).containsExactly(2, 6);
    assertThat(seven.best().name()).isEqualTo("a5");
    assertThat(seven.firstListed().meanRelative()).isEqualTo(0.125);
    assertThat(seen.get("a0")).as("on the images of the winner").isEqualTo(seen.get("a5"));
    assertThat(two.best()).isSameAs(two.firstListed());
  }

  @Test
  void imagesMayEndFirst() {
    double[] many = IntStream.range(0, 200).mapToDouble(i -> i / 200.0).toArray();
    Field<Double> field = field("a", Field.Watched.NOTHING, many);

    run(List.of(field));

    assertThat(field.rungs()).extracting(Rung::images).containsExactly(2, 6, 18, 20);
    assertThat(field.rungs()).extracting(Rung::trials).containsExactly(200, 67, 23, 8);
    assertThat(field.best().name()).isEqualTo("a199");
    assertThat(seen.get("a0")).hasSize(2);
  }

  @Test
  void whatTheModelCannotBeAskedWithIsNotAskedAgain() {
    Field<Double> unserved = field("a", Field.Watched.FIRST_LISTED, -1, -1, -1, -1);

    run(List.of(unserved));

    assertThat(asked).hasSize(1);
    assertThat(unserved.answered()).isFalse();
    assertThat(unserved.scored()).isFalse();
  }
}
