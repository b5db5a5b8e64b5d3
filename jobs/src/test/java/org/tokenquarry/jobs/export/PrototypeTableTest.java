package org.tokenquarry.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.token.TokenMatrix;

/** The same prototypes have the same bytes in every JVM, and the bytes are a Parquet file. */
class PrototypeTableTest {

  private static final int END = 8;

  @TempDir Path directory;

  /** The second is longer than what is held back for the footer. */
  @ParameterizedTest
  @CsvSource({"5, 3", "700, 1500"})
  void encodingsAreListedInTheirOrder(int prototypes, int dim) throws IOException {
    byte[] file = file(prototypes, dim);
    for (RowGroup group : footer(file).getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        assertThat(column.getMeta_data().getEncodings().stream().map(Encoding::getValue).toList())
            .hasSizeGreaterThan(1)
            .isSorted();
      }
    }
    List<Group> rows = rows(file);
    assertThat(rows).hasSize(prototypes);
    Group last = rows.get(prototypes - 1);
    assertThat(last.getGroup("embedding", 0).getFieldRepetitionCount("list")).isEqualTo(dim);
    assertThat(last.getGroup("embedding", 0).getGroup("list", dim - 1).getFloat("element", 0))
        .isEqualTo(prototypes * dim - 1f);
    assertThat(last.getString("image_id", 0)).isEqualTo("image" + (prototypes - 1));
  }

  private static byte[] file(int prototypes, int dim) throws IOException {
    float[] values = new float[prototypes * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    List<Origin> origins =
        IntStream.range(0, prototypes).mapToObj(i -> new Origin(i, "image" + i, i)).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrototypeTable.write(out, new TokenMatrix(values, dim), origins, new Configuration());
    return out.toByteArray();
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int end = file.length - END;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    InputStream footer = new ByteArrayInputStream(file, end - length, length);
    FileMetaData metadata = Util.readFileMetaData(footer);
    assertThat(footer.available()).isZero();
    return metadata;
  }

  private List<Group> rows(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("codebook.parquet"), bytes);
    List<Group> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
