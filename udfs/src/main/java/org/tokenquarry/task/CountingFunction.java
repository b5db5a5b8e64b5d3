package org.tokenquarry.task;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Counts the rows that a function of executors has done, while it works, so that the driver can
 * show progress. Rows and their order do not change.
 */
public final class CountingFunction implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private final MapPartitionsFunction<Row, Row> work;
  private final Side side;
  private final Size size;
  private final Counter counter;

  private enum Side {
    INPUTS,
    RESULTS
  }

  /** Receives how much was done since the last call; called in the task's thread. */
  @FunctionalInterface
  public interface Counter extends LongConsumer, Serializable {}

  /** Says how much a row counts. */
  @FunctionalInterface
  public interface Size extends ToLongFunction<Row>, Serializable {}

  private CountingFunction(
      MapPartitionsFunction<Row, Row> work, Side side, Size size, Counter counter) {
    this.work = work;
    this.side = side;
    this.size = size;
    this.counter = counter;
  }

  /** Counts results, one each. This is for functions that give one row for each row. */
  public static CountingFunction results(MapPartitionsFunction<Row, Row> work, Counter counter) {
    return new CountingFunction(work, Side.RESULTS, row -> 1, counter);
  }

  /**
   * Counts inputs when they are done. This is for functions that take a row when they have ended
   * the row before.
   */
  public static CountingFunction inputs(
      MapPartitionsFunction<Row, Row> work, Size size, Counter counter) {
    return new CountingFunction(work, Side.INPUTS, size, counter);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws Exception {
    return switch (side) {
      case INPUTS -> work.call(new Counted(rows));
      case RESULTS -> new Counted(work.call(rows));
    };
  }

  /** Counts a row when the next one is asked for, or whether there is a next one. */
  private final class Counted implements Iterator<Row> {

    private final Iterator<Row> rows;
    private long open;

    Counted(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      count();
      return rows.hasNext();
    }

    @Override
    public Row next() {
      count();
      Row row = rows.next();
      open = size.applyAsLong(row);
      return row;
    }

    private void count() {
      if (open > 0) {
        counter.accept(open);
        open = 0;
      }
    }
  }
}
