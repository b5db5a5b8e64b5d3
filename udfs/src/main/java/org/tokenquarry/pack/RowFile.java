package org.tokenquarry.pack;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * Writes rows to one new Parquet file, as Spark itself would write them. Values are not copied
 * before they reach Parquet's buffers. Belongs to one thread.
 *
 * <p>A file has a name of its own, so attempts of the same task never write the same file.
 */
public final class RowFile implements AutoCloseable {

  private final Configuration hadoop;
  private final Path file;
  private final ParquetWriter<InternalRow> writer;
  private final Function1<Object, Object> converter;
  private long rows;
  private boolean open = true;

  private RowFile(
      Configuration hadoop,
      Path file,
      ParquetWriter<InternalRow> writer,
      Function1<Object, Object> converter) {
    this.hadoop = hadoop;
    this.file = file;
    this.writer = writer;
    this.converter = converter;
  }

  /**
   * Creates the file.
   *
   * @param hadoop says how the file system is reached
   * @param directory of the table
   * @param schema of the rows, without partition columns
   * @throws IOException if it cannot be created
   */
  public static RowFile create(
      Configuration hadoop, Path directory, StructType schema, FileLayout layout)
      throws IOException {
    Path file = new Path(directory, "rows-" + UUID.randomUUID() + ".parquet");
    ParquetWriter<InternalRow> writer =
        new Builder(HadoopOutputFile.fromPath(file, hadoop))
            .withConf(sparksConf(hadoop, schema))
            .withWriteMode(ParquetFileWriter.Mode.CREATE)
            .withCompressionCodec(layout.codec())
            .withRowGroupSize(layout.rowGroupBytes())
            .withPageSize(layout.pageBytes())
            .withPageRowCountLimit(layout.rowsOfPage())
            .withMinRowCountForPageSizeCheck(layout.rowsBetweenChecks())
            .withMaxRowCountForPageSizeCheck(layout.rowsBetweenChecks())
            .withDictionaryEncoding(layout == FileLayout.RESULTS)
            .build();
    return new RowFile(
        hadoop, file, writer, CatalystTypeConverters.createToCatalystConverter(schema));
  }

  /** What Spark's writer asks for, in its own words. */
  private static Configuration sparksConf(Configuration hadoop, StructType schema) {
    Configuration conf = new Configuration(hadoop);
    ParquetWriteSupport.setSchema(schema, conf);
    conf.set(SQLConf.PARQUET_WRITE_LEGACY_FORMAT().key(), "false");
    conf.set(
        SQLConf.PARQUET_OUTPUT_TIMESTAMP_TYPE().key(),
        SQLConf.ParquetOutputTimestampType$.MODULE$.TIMESTAMP_MICROS().toString());
    conf.set(SQLConf.PARQUET_FIELD_ID_WRITE_ENABLED().key(), "false");
    conf.set(SQLConf.LEGACY_PARQUET_NANOS_AS_LONG().key(), "false");
    // Since Spark 4.1; SQLConf of 3.5 has no name for it.
    conf.set("spark.sql.parquet.variant.annotateLogicalType.enabled", "false");
    return conf;
  }

  /**
   * Adds a row.
   *
   * @param row its values in the order of the schema
   * @throws IOException if it cannot be written
   */
  public void write(Row row) throws IOException {
    writer.write((InternalRow) converter.apply(row));
    rows++;
  }

  /** Bytes so far, those in buffers included. */
  public long bytes() {
    return writer.getDataSize();
  }

  /**
   * Ends the file, or removes it.
   *
   * @throws IOException if it cannot be written to its end
   */
  public WrittenFile finish() throws IOException {
    open = false; // Parquet's writer must not be closed twice.
    try {
      writer.close();
      return new WrittenFile(
          file.getName(), file.getFileSystem(hadoop).getFileStatus(file).getLen(), rows);
    } catch (IOException | RuntimeException e) {
      removeAfter(e);
      throw e;
    }
  }

  private void removeAfter(Exception failure) {
    try {
      file.getFileSystem(hadoop).delete(file, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Removes the file, unless it is finished. */
  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      try {
        writer.close();
      } catch (IOException | RuntimeException ignored) {
        // Nobody wants the end of this file, and it must not hide what failed before.
      }
      file.getFileSystem(hadoop).delete(file, false);
    }
  }

  private static final class Builder extends ParquetWriter.Builder<InternalRow, Builder> {

    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Parquet of Spark 3.5 has only this one.
    protected WriteSupport<InternalRow> getWriteSupport(Configuration conf) {
      return new ParquetWriteSupport();
    }
  }
}
