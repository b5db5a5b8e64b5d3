package org.tokenquarry.task;

import java.util.Iterator;
import org.apache.commons.collections4.IteratorUtils;
import org.apache.commons.collections4.iterators.LazyIteratorChain;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.pack.PackReader;
import org.tokenquarry.pack.PackSlice;
import org.tokenquarry.pack.PackedImage;

/**
 * Reads the images of slices of packs, one image at a time.
 *
 * @param hadoop settings of file systems
 */
public record ReadPacks(SerializableConfiguration hadoop)
    implements FlatMapFunction<Iterator<PackSlice>, Row> {

  private static final long serialVersionUID = 1L;

  /** The rows: id and bytes of one image. */
  public static final RowSchema<PackedImage> IMAGES =
      RowSchema.<PackedImage>empty()
          .required("image_id", DataTypes.StringType, PackedImage::imageId)
          .required("content", DataTypes.BinaryType, PackedImage::content);

  @Override
  public Iterator<Row> call(Iterator<PackSlice> slices) {
    return new LazyIteratorChain<>() {
      @Override
      protected Iterator<Row> nextIterator(int count) {
        return slices.hasNext() ? images(slices.next()) : null;
      }
    };
  }

  /** The images of one slice; the file is closed when the task ends. */
  Iterator<Row> images(PackSlice slice) {
    PackReader reader = new PackReader(hadoop.value(), slice);
    TaskContext.get().addTaskCompletionListener((TaskContext ended) -> reader.close());
    return IteratorUtils.transformedIterator(reader, IMAGES::row);
  }
}
