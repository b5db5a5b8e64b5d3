package org.tokenquarry.intake;

import java.io.IOException;
import java.util.Iterator;
import org.apache.commons.collections4.IteratorUtils;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.source.SourceReader;
import org.tokenquarry.source.SourceState;

/**
 * Looks at sources that a list names, which nobody has looked at yet. If one cannot be looked at,
 * its state stays unknown, and reading it will tell why.
 *
 * @param hadoop settings of file systems
 */
public record StateOfSources(SerializableConfiguration hadoop)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<Row> call(Iterator<Row> sources) {
    SourceReader reader = new SourceReader(hadoop.value());
    return IteratorUtils.transformedIterator(
        sources,
        row -> {
          ListedSource source = ListedSource.of(row);
          return ListedSource.COLUMNS.row(source.in(state(reader, source.uri())));
        });
  }

  private static SourceState state(SourceReader reader, String uri) {
    try {
      return reader.state(uri);
    } catch (IOException e) {
      return SourceState.UNKNOWN;
    }
  }
}
