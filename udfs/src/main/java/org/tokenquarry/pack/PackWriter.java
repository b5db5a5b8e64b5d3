package org.tokenquarry.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes images into one pack. One image at a time is in memory, and a row group of Parquet.
 * Belongs to one thread.
 */
public final class PackWriter implements AutoCloseable {

  static final String IMAGE_ID = "image_id";
  static final String POSITION = "position";
  static final String CONTENT = "content";

  /** The columns of a pack; the id of the pack is a partition column of the table. */
  public static final StructType SCHEMA =
      new StructType()
          .add(IMAGE_ID, DataTypes.StringType, false)
          .add(POSITION, DataTypes.IntegerType, false)
          .add(CONTENT, DataTypes.BinaryType, false);

  private final RowFile file;
  private final PackLimits limits;
  private final List<String> imageIds = new ArrayList<>();

  /**
   * Creates a pack.
   *
   * @param hadoop says how the file system is reached
   * @param directory of the table
   * @throws IOException if it cannot be created
   */
  public PackWriter(Configuration hadoop, Path directory, PackLimits limits) throws IOException {
    this.file = RowFile.create(hadoop, directory, SCHEMA, FileLayout.IMAGES);
    this.limits = limits;
  }

  /** Whether an image of this size still fits. The first one always does. */
  public boolean fits(long bytes) {
    return imageIds.isEmpty()
        || (imageIds.size() < limits.images() && file.bytes() + bytes <= limits.bytes());
  }

  /**
   * Adds an image.
   *
   * @return its position
   * @throws IOException if it cannot be written
   */
  public int add(String imageId, byte[] content) throws IOException {
    int position = imageIds.size();
    file.write(RowFactory.create(imageId, position, content));
    imageIds.add(imageId);
    return position;
  }

  /**
   * Ends the pack.
   *
   * @return empty if no image was added
   * @throws IOException if it cannot be written to its end
   */
  public Optional<Pack> finish() throws IOException {
    if (imageIds.isEmpty()) {
      file.close();
      return Optional.empty();
    }
    return Optional.of(new Pack(Pack.idOf(imageIds), file.finish()));
  }

  /** Removes the file, unless it is finished. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
