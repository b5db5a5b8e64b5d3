package org.tokenquarry.task;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.collections4.IteratorUtils;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.pack.PackSlice;

/**
 * Reads the images of sequences, one sequence at a time.
 *
 * @param hadoop settings of file systems
 */
public record ReadSequences(SerializableConfiguration hadoop)
    implements FlatMapFunction<Iterator<PackedSequence>, Row> {

  private static final long serialVersionUID = 1L;

  /**
   * The bytes of a sequence.
   *
   * @param name see {@link ImageIds#name}
   * @param contents of each image, in their order
   */
  public record Sequence(String name, List<byte[]> contents) {}

  /** The rows: a name, and the bytes of the images. */
  public static final RowSchema<Sequence> SEQUENCES =
      RowSchema.<Sequence>empty()
          .required("image_id", DataTypes.StringType, Sequence::name)
          .required(
              "contents",
              DataTypes.createArrayType(DataTypes.BinaryType, false),
              sequence -> sequence.contents().toArray());

  @Override
  public Iterator<Row> call(Iterator<PackedSequence> sequences) {
    return IteratorUtils.transformedIterator(sequences, this::read);
  }

  private Row read(PackedSequence sequence) {
    ReadPacks packs = new ReadPacks(hadoop);
    Map<String, byte[]> contents = new HashMap<>();
    for (PackSlice slice : sequence.slices()) {
      packs
          .images(slice)
          .forEachRemaining(image -> contents.put(image.getAs("image_id"), image.getAs("content")));
    }
    return SEQUENCES.row(
        new Sequence(
            sequence.images().name(),
            sequence.images().ids().stream().map(contents::get).toList()));
  }
}
