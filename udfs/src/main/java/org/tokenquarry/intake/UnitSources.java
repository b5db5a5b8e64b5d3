package org.tokenquarry.intake;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.Operators.IntColumn;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/** The sources of a unit, one by one. Belongs to one thread. */
final class UnitSources implements AutoCloseable {

  static final String POSITION = "position";

  private static final IntColumn COLUMN = FilterApi.intColumn(POSITION);

  private final ParquetReader<Group> reader;

  UnitSources(Configuration hadoop, IntakeUnit unit) throws IOException {
    FileStatus status = new FileStatus(unit.fileBytes(), false, 1, 0, 0, new Path(unit.file()));
    reader =
        new Builder(HadoopInputFile.fromStatus(status, hadoop))
            .withConf(hadoop)
            .withFilter(
                FilterCompat.get(
                    FilterApi.and(
                        FilterApi.gtEq(COLUMN, unit.first()),
                        FilterApi.lt(COLUMN, unit.first() + unit.sources()))))
            .build();
  }

  /** The next source; empty if there is none. */
  Optional<ListedSource> next() throws IOException {
    return Optional.ofNullable(reader.read()).map(ListedSource::of);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static final class Builder extends ParquetReader.Builder<Group> {

    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
