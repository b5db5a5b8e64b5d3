package org.tokenquarry.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs things of one kind together, such as images of one size, and keeps their order. */
final class Alike {

  private Alike() {}

  /**
   * Runs all things.
   *
   * @param kind what those that run together have in common
   * @param run gives one result for each thing, in order
   * @return one result for each thing, in order
   */
  static <T, R> List<R> run(
      List<T> things, Function<T, Object> kind, Function<List<T>, List<R>> run) {
    Map<Object, List<Integer>> places =
        IntStream.range(0, things.size())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> kind.apply(things.get(i)), LinkedHashMap::new, Collectors.toList()));
    List<R> results = new ArrayList<>(Collections.nCopies(things.size(), null));
    for (List<Integer> alike : places.values()) {
      List<R> some = run.apply(alike.stream().map(things::get).toList());
      for (int i = 0; i < some.size(); i++) {
        results.set(alike.get(i), some.get(i));
      }
    }
    return results;
  }
}
