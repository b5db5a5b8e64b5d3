package org.tokenquarry.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Reads and encodes rows in batches, when they are asked for. */
final class EncodedRows implements Iterator<Row> {

  private final Iterator<Row> rows;
  private final BatchEncoder encoder;
  private final int batchSize;
  private final Deque<Row> ready = new ArrayDeque<>();

  EncodedRows(Iterator<Row> rows, BatchEncoder encoder, int batchSize) {
    this.rows = rows;
    this.encoder = encoder;
    this.batchSize = batchSize;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the partition has no more rows");
    }
    if (ready.isEmpty()) {
      List<Row> batch = new ArrayList<>(batchSize);
      while (batch.size() < batchSize && rows.hasNext()) {
        batch.add(rows.next());
      }
      ready.addAll(encoder.encode(batch));
    }
    return ready.remove();
  }
}
