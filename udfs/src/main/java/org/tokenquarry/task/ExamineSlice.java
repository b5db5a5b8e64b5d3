package org.tokenquarry.task;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.pack.FileLayout;
import org.tokenquarry.pack.PackSlice;
import org.tokenquarry.pack.RowFile;
import org.tokenquarry.task.ExaminedSlice.RefusedImage;

/**
 * The unit of work of mining: reads the images of one slice of a pack, examines them, and writes
 * their findings to a file. One image at a time is in memory, with its findings. If the unit fails,
 * or its result is not used, its file belongs to no table.
 *
 * @param examine gives a row of {@link ExamineImages#OUTPUT} for each image
 * @param hadoop settings of file systems
 * @param directory of the table {@code experiments}
 * @param modelDigest of the model that examines
 */
public record ExamineSlice(
    MapPartitionsFunction<Row, Row> examine,
    SerializableConfiguration hadoop,
    String directory,
    String modelDigest)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The columns of a file: those of the table without its partition column. */
  public static final StructType FILE = columns();

  private static StructType columns() {
    StructType columns =
        new StructType()
            .add("model_digest", DataTypes.StringType, false)
            .add("image_id", DataTypes.StringType, false);
    for (StructField field : ExamineImages.FINDING.fields()) {
      columns = columns.add(field);
    }
    return columns;
  }

  /**
   * Does the work in the thread of a task.
   *
   * @throws Exception if a file cannot be read or written, or the model fails for all images
   */
  public ExaminedSlice on(PackSlice slice) throws Exception {
    Iterator<Row> results = examine.call(new ReadPacks(hadoop).images(slice));
    List<TokenCounts> examined = new ArrayList<>();
    List<RefusedImage> refused = new ArrayList<>();
    RowFile file = null;
    try {
      while (results.hasNext()) {
        Row result = results.next();
        if (result.getAs("reason") == null) {
          // Not before: a model that gives no finding makes no directory of the table.
          file = file == null ? file() : file;
          examined.add(written(result, file));
        } else {
          refused.add(refused(result));
        }
      }
      return new ExaminedSlice(file == null ? null : file.finish(), examined, refused);
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }

  private RowFile file() throws IOException {
    return RowFile.create(hadoop.value(), new Path(directory), FILE, FileLayout.RESULTS);
  }

  private TokenCounts written(Row result, RowFile file) throws IOException {
    String imageId = result.getAs("image_id");
    List<Row> findings = List.of(result.<Row[]>getAs("findings"));
    for (Row finding : findings) {
      Object[] values = new Object[FILE.size()];
      values[0] = modelDigest;
      values[1] = imageId;
      for (int i = 2; i < values.length; i++) {
        values[i] = finding.get(i - 2);
      }
      file.write(RowFactory.create(values));
    }
    return TokenCounts.of(imageId, findings);
  }

  private static RefusedImage refused(Row result) {
    return new RefusedImage(
        result.getAs("image_id"),
        result.getAs("reason"),
        result.getAs("detail"),
        result.getAs("exceeded"));
  }
}
