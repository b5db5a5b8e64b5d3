package org.tokenquarry.task;

import java.io.IOException;
import java.util.Iterator;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.image.DecodedImage;
import org.tokenquarry.image.ImageDecoder;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.source.SourceReader;

/**
 * Reads and decodes images. Each input gives one row, which is an image or has a reason for
 * quarantine; no image makes the others fail.
 */
public final class ReadImages implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** Input: where the bytes are, or the bytes where they were read already. */
  public static final StructType INPUT =
      new StructType()
          .add("source_uri", DataTypes.StringType, false)
          .add("content", DataTypes.BinaryType);

  /**
   * Output: {@code reason} is null for an image; {@code exceeded} names the limit that a reason
   * comes from, see {@link ImageLimits#behind}.
   */
  public static final StructType OUTPUT =
      new StructType()
          .add("source_uri", DataTypes.StringType, false)
          .add("image_id", DataTypes.StringType)
          .add("content", DataTypes.BinaryType)
          .add("width", DataTypes.IntegerType)
          .add("height", DataTypes.IntegerType)
          .add("format", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("detail", DataTypes.StringType)
          .add("retryable", DataTypes.BooleanType)
          .add("exceeded", DataTypes.StringType);

  private static final String UNREACHABLE = "unreachable";

  private final SerializableConfiguration hadoop;
  private final ImageLimits limits;

  /**
   * Prepares the reading.
   *
   * @param hadoop settings of file systems
   * @param limits what one image may cost
   */
  public ReadImages(SerializableConfiguration hadoop, ImageLimits limits) {
    this.hadoop = hadoop;
    this.limits = limits;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> inputs) {
    ImageDecoder decoder = new ImageDecoder(limits);
    SourceReader reader = new SourceReader(hadoop.value());
    Iterable<Row> rows = () -> inputs;
    return StreamSupport.stream(rows.spliterator(), false)
        .map(input -> read(reader, decoder, input))
        .iterator();
  }

  private Row read(SourceReader reader, ImageDecoder decoder, Row input) {
    String uri = input.getString(0);
    byte[] content;
    try {
      // One byte more than allowed is enough for the decoder to refuse the file by its size.
      content = input.isNullAt(1) ? reader.read(uri, limits.maxBytes() + 1) : input.getAs(1);
    } catch (IOException e) {
      String detail = "The file cannot be read: " + e + ".";
      return refused(uri, null, new Refusal(UNREACHABLE, detail, true, null));
    }
    // A file over the limit was not read to its end, so its digest is not known.
    String id = content.length > limits.maxBytes() ? null : Sha256.of(content);
    try {
      DecodedImage image = decoder.decode(content);
      return RowFactory.create(
          uri,
          id,
          content,
          image.image().width(),
          image.image().height(),
          image.format(),
          null,
          null,
          null,
          null);
    } catch (UnreadableImageException e) {
      return refused(uri, id, Refusal.of(e, limits));
    }
  }

  private static Row refused(String uri, String id, Refusal refusal) {
    return RowFactory.create(
        uri,
        id,
        null,
        null,
        null,
        null,
        refusal.reason(),
        refusal.detail(),
        refusal.retryable(),
        refusal.exceeded());
  }
}
