package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.LocalSpark;

/** A warehouse belongs to the first model that mines it. */
class WarehouseBindingTest {

  @TempDir Path directory;

  @Test
  void theSecondModelIsRefusedAlsoWhereItLookedBefore() {
    Warehouse first = warehouse();
    Warehouse second = warehouse();
    ModelBinding late = new ModelBinding(second, "model-b", "b");
    late.require();
    new ModelBinding(first, "model-a", "a").bind(4);
    new ModelBinding(first, "model-a", "a").bind(4);
    assertThatThrownBy(() -> late.bind(4))
        .isInstanceOfSatisfying(
            UserException.class,
            refused ->
                assertThat(refused.problems().get(0).code())
                    .isEqualTo("warehouse-of-another-model"));
  }

  @Test
  void ofTwoAtTheSameTimeOneIsRefused() throws Exception {
    assertThat(bindAtOnce("model-a", "model-b"))
        .containsExactlyInAnyOrder("bound", "warehouse-of-another-model");
  }

  @Test
  void twoOfTheSameModelBindItBoth() throws Exception {
    assertThat(bindAtOnce("model-a", "model-a")).containsExactly("bound", "bound");
  }

  private List<String> bindAtOnce(String... models) throws Exception {
    Warehouse shared = warehouse();
    CyclicBarrier start = new CyclicBarrier(models.length);
    ExecutorService threads = Executors.newFixedThreadPool(models.length);
    try {
      List<Future<String>> outcomes =
          Stream.of(models)
              .map(
                  model ->
                      threads.submit(
                          () -> {
                            start.await();
                            return outcome(shared, model);
                          }))
              .toList();
      List<String> all = new ArrayList<>();
      for (Future<String> each : outcomes) {
        all.add(each.get());
      }
      return all;
    } finally {
      threads.shutdown();
    }
  }

  private static String outcome(Warehouse warehouse, String model) {
    try {
      new ModelBinding(warehouse, model, model).bind(4);
      return "bound";
    } catch (UserException refused) {
      return refused.problems().get(0).code();
    }
  }

  private Warehouse warehouse() {
    return new Warehouse(LocalSpark.session(), directory.resolve("warehouse").toString());
  }
}
