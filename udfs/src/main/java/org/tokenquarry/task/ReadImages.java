package org.tokenquarry.task;

import java.io.IOException;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
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

  /**
   * Input: the URI of an image that was not read yet. Rows of images that were read already have
   * their bytes in {@code content}.
   */
  public static final RowSchema<String> UNREAD =
      RowSchema.<String>empty()
          .required("source_uri", DataTypes.StringType, uri -> uri)
          .optional("content", DataTypes.BinaryType, uri -> null);

  /**
   * What became of one input.
   *
   * @param id sha256 of the bytes; null where they were not read to their end
   * @param content the bytes; null where the image is refused
   * @param image null where the image is refused
   * @param refusal null where the image is not refused
   */
  private record Result(
      String uri, String id, byte[] content, DecodedImage image, Refusal refusal) {

    <V> V ofImage(Function<DecodedImage, V> property) {
      return image == null ? null : property.apply(image);
    }

    <V> V ofRefusal(Function<Refusal, V> property) {
      return refusal == null ? null : property.apply(refusal);
    }
  }

  private static final RowSchema<Result> COLUMNS =
      RowSchema.<Result>empty()
          .required("source_uri", DataTypes.StringType, Result::uri)
          .optional("image_id", DataTypes.StringType, Result::id)
          .optional("content", DataTypes.BinaryType, Result::content)
          .optional(
              "width",
              DataTypes.IntegerType,
              result -> result.ofImage(decoded -> decoded.image().width()))
          .optional(
              "height",
              DataTypes.IntegerType,
              result -> result.ofImage(decoded -> decoded.image().height()))
          .optional("format", DataTypes.StringType, result -> result.ofImage(DecodedImage::format))
          .optional("reason", DataTypes.StringType, result -> result.ofRefusal(Refusal::reason))
          .optional("detail", DataTypes.StringType, result -> result.ofRefusal(Refusal::detail))
          .optional(
              "retryable", DataTypes.BooleanType, result -> result.ofRefusal(Refusal::retryable))
          .optional(
              "exceeded", DataTypes.StringType, result -> result.ofRefusal(Refusal::exceeded));

  /**
   * Output: {@code reason} is null for an image; {@code exceeded} names the limit that a reason
   * comes from, see {@link ImageLimits#behind}.
   */
  public static final StructType OUTPUT = COLUMNS.schema();

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
        .map(input -> COLUMNS.row(read(reader, decoder, input)))
        .iterator();
  }

  private Result read(SourceReader reader, ImageDecoder decoder, Row input) {
    String uri = input.getAs("source_uri");
    byte[] content = input.getAs("content");
    try {
      // One byte more than allowed is enough for the decoder to refuse the file by its size.
      content = content == null ? reader.read(uri, limits.maxBytes() + 1) : content;
    } catch (IOException e) {
      String detail = "The file cannot be read: " + e + ".";
      return new Result(uri, null, null, null, new Refusal(UNREACHABLE, detail, true, null));
    }
    // A file over the limit was not read to its end, so its digest is not known.
    String id = content.length > limits.maxBytes() ? null : Sha256.of(content);
    try {
      return new Result(uri, id, content, decoder.decode(content), null);
    } catch (UnreadableImageException e) {
      return new Result(uri, id, null, null, Refusal.of(e, limits));
    }
  }
}
