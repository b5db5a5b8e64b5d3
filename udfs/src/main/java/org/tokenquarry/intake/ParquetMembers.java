package org.tokenquarry.intake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.task.Refusal;

/**
 * The images of a Parquet file, one row at a time. Parquet reads a row group's images at once: the
 * file decides how much memory that is.
 */
final class ParquetMembers implements Members {

  private final ListedSource source;
  private final ImageColumns columns;
  private final ParquetReader<Group> rows;
  private long row;

  /**
   * Opens a file.
   *
   * @throws UnreadableSourceException if it cannot be opened, or has no column with images
   */
  ParquetMembers(Configuration hadoop, ListedSource source) throws UnreadableSourceException {
    this.source = source;
    try {
      InputFile file = HadoopInputFile.fromPath(new Path(source.uri()), hadoop);
      try (ParquetFileReader footer = ParquetFileReader.open(file)) {
        this.columns =
            ImageColumns.of(footer.getFileMetaData().getSchema())
                .orElseThrow(ParquetMembers::noImages);
      }
      Configuration conf = new Configuration(hadoop);
      conf.set(ReadSupport.PARQUET_READ_SCHEMA, columns.projection().toString());
      this.rows = new Builder(file).withConf(conf).build();
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  private static UnreadableSourceException noImages() {
    Refusal refusal = IntakeRefusals.noContentColumn();
    return new UnreadableSourceException(refusal, null);
  }

  @Override
  public Optional<Member> next() throws UnreadableSourceException {
    try {
      Group next = rows.read();
      return next == null ? Optional.empty() : Optional.of(member(next));
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  private Member member(Group next) {
    long number = row++;
    Optional<byte[]> content = columns.content(next);
    Optional<String> uri =
        columns
            .sourceUri(next)
            .or(() -> columns.path(next).map(path -> source.naming() + "#" + path));
    return content
        .<Member>map(
            bytes ->
                new Member.Content(
                    uri.orElseGet(() -> source.naming() + "#" + Sha256.of(bytes)), bytes))
        .orElseGet(
            () ->
                new Member.Refused(
                    uri.orElse(source.uri() + "#" + number), IntakeRefusals.noContent(number)));
  }

  private static UnreadableSourceException unreadable(Exception e) {
    // Parquet tells that a file is none by other exceptions than those of file systems.
    boolean gone = e instanceof FileNotFoundException || e.getClass().equals(IOException.class);
    return new UnreadableSourceException(
        gone ? IntakeRefusals.unreachable(e) : IntakeRefusals.brokenTable(e), e);
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      // Everything that was wanted was read.
      return;
    }
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
