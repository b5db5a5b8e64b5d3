package org.tokenquarry.jobs.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes prototypes and their origins as one Parquet file, for those who ask by SQL. Vectors are
 * lists of {@code float32}, whatever the type of the other files. Not compressed: floats of
 * directions do not shrink.
 */
final class PrototypeTable {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message codebook {
            required int32 prototype_id;
            required group embedding (LIST) { repeated group list { required float element; } }
            required int32 cluster_id;
            optional binary image_id (STRING);
            optional int32 token_index;
          }
          """);

  private PrototypeTable() {}

  /**
   * Writes a file.
   *
   * @param out receives it, and is left open
   * @param prototypes {@code [n, D]}, as they are served
   * @param origins of each, n
   * @param hadoop settings of Parquet's writer
   */
  static void write(
      OutputStream out, TokenMatrix prototypes, List<Origin> origins, Configuration hadoop)
      throws IOException {
    SortedFooter sorted = new SortedFooter(out);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new Sequential(sorted))
            .withType(SCHEMA)
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withDictionaryEncoding("embedding.list.element", false)
            .build()) {
      for (int i = 0; i < origins.size(); i++) {
        writer.write(row(i, prototypes, origins.get(i)));
      }
    }
    sorted.finish();
  }

  private static Group row(int id, TokenMatrix prototypes, Origin origin) {
    SimpleGroup row = new SimpleGroup(SCHEMA);
    row.append("prototype_id", id);
    Group embedding = row.addGroup("embedding");
    for (int d = 0; d < prototypes.dim(); d++) {
      embedding.addGroup("list").append("element", prototypes.at(id, d));
    }
    row.append("cluster_id", origin.cluster());
    if (origin.imageId() != null) {
      row.append("image_id", origin.imageId());
    }
    if (origin.token() != null) {
      row.append("token_index", origin.token());
    }
    return row;
  }

  /** A file whose bytes go to a stream that stays open. */
  private record Sequential(OutputStream out) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new Counted(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  /** Knows how many bytes went through it. */
  private static final class Counted extends PositionOutputStream {

    private final OutputStream out;
    private long position;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
