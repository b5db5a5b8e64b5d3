package org.tokenquarry.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class CountingFunctionTest {

  private static final List<Row> ROWS =
      Stream.of(3, 0, 2).map(size -> RowFactory.create(size)).toList();

  private final List<Long> counted = new ArrayList<>();

  @Test
  void aRowCountsWhenTheNextOneIsAskedFor() throws Exception {
    List<String> order = new ArrayList<>();
    MapPartitionsFunction<Row, Row> work = rows -> logged(rows, order);
    Iterator<Row> results =
        CountingFunction.inputs(
                work,
                row -> row.getInt(0),
                units -> {
                  order.add("counted " + units);
                })
            .call(ROWS.iterator());
    results.forEachRemaining(row -> order.add("result " + row.getInt(0)));
    assertThat(order)
        .containsExactly(
            "took 3",
            "result 3",
            "counted 3",
            "took 0",
            "result 0",
            "took 2",
            "result 2",
            "counted 2");
  }

  @Test
  void everyResultCountsOneAndStaysWhatItIs() throws Exception {
    Iterator<Row> results =
        CountingFunction.results(rows -> rows, units -> counted.add(units)).call(ROWS.iterator());
    List<Row> seen = new ArrayList<>();
    results.forEachRemaining(seen::add);
    assertThat(results.hasNext()).isFalse();
    assertThat(seen).isEqualTo(ROWS);
    assertThat(counted).containsExactly(1L, 1L, 1L);
  }

  private static Iterator<Row> logged(Iterator<Row> rows, List<String> order) {
    Iterable<Row> all = () -> rows;
    return StreamSupport.stream(all.spliterator(), false)
        .map(
            row -> {
              order.add("took " + row.getInt(0));
              return row;
            })
        .iterator();
  }
}
