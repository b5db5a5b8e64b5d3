package org.tokenquarry.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.pack.Pack;
import org.tokenquarry.pack.PackLimits;
import org.tokenquarry.pack.PackWriter;
import org.tokenquarry.task.RowSchema;

/**
 * Writes the images of an older release, whose bytes are in the rows of the table {@code images},
 * into packs. Gives one row for each image: where its bytes are now.
 *
 * @param hadoop settings of file systems
 * @param directory of the table {@code contents}
 * @param limits of a pack
 */
public record PackOldImages(SerializableConfiguration hadoop, String directory, PackLimits limits)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private record Place(String imageId, int position, long bytes) {}

  private record Placed(Place place, Pack pack) {}

  /** The rows: the image, its place, and the file of its pack. */
  private static final RowSchema<Placed> COLUMNS =
      RowSchema.<Placed>empty()
          .required("image_id", DataTypes.StringType, placed -> placed.place().imageId())
          .required("pack", DataTypes.StringType, placed -> placed.pack().id())
          .required("position", DataTypes.IntegerType, placed -> placed.place().position())
          .required("bytes", DataTypes.LongType, placed -> placed.place().bytes())
          .required("file", DataTypes.StringType, placed -> placed.pack().file().name())
          .required("file_bytes", DataTypes.LongType, placed -> placed.pack().file().bytes())
          .required("file_rows", DataTypes.LongType, placed -> placed.pack().file().rows());

  /** The columns of the result. */
  public static final StructType OUTPUT = COLUMNS.schema();

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    List<Row> placed = new ArrayList<>();
    Row next = images.hasNext() ? images.next() : null;
    try {
      while (next != null) {
        try (PackWriter writer = new PackWriter(hadoop.value(), new Path(directory), limits)) {
          List<Place> places = new ArrayList<>();
          while (next != null && writer.fits(next.<byte[]>getAs("content").length)) {
            byte[] content = next.getAs("content");
            String id = next.getAs("image_id");
            places.add(new Place(id, writer.add(id, content), content.length));
            next = images.hasNext() ? images.next() : null;
          }
          Optional<Pack> pack = writer.finish();
          places.forEach(place -> placed.add(COLUMNS.row(new Placed(place, pack.orElseThrow()))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return placed.iterator();
  }
}
