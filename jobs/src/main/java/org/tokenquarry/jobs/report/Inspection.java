package org.tokenquarry.jobs.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.image.Preprocessing;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.report.page.Picture;
import org.tokenquarry.jobs.report.page.TokenMap;
import org.tokenquarry.jobs.spark.CountedPhase;
import org.tokenquarry.jobs.spark.ModelTasks;
import org.tokenquarry.jobs.spark.SparkProgress;
import org.tokenquarry.task.InspectImages;
import org.tokenquarry.token.TokenGrid;

/** Images as the model sees them, with the redundancy of their tokens. */
final class Inspection {

  /** Images of at least this width, in pixels, are embedded as JPEG, to keep the page small. */
  private static final int LARGE = 160;

  private final Map<String, Row> inspected = new HashMap<>();
  private final Preprocessing preprocessing;
  private final Map<String, String> names;

  /**
   * Inspects images in executors.
   *
   * @param images of which those with a picture are inspected
   * @param tasks what Spark gives to a task
   * @param inspect what executors compute, and how
   * @param preprocessing how pixels became the input of the model
   * @param progress counts the images
   */
  Inspection(
      ShownImages images,
      ModelTasks tasks,
      InspectImages inspect,
      Preprocessing preprocessing,
      SparkProgress progress) {
    this.preprocessing = preprocessing;
    this.names = images.names();
    int count = images.pictured().size();
    CountedPhase inspecting = progress.counted("Inspecting", Amount.images(count));
    for (Row row :
        tasks
            .map(images.contents(), inspecting.results(inspect, count), InspectImages.OUTPUT)
            .collectAsList()) {
      inspected.put(row.getAs("image_id"), row);
    }
    inspecting.done();
  }

  /** The token grid of an inspected image. */
  TokenGrid grid(String imageId) {
    Row row = inspected.get(imageId);
    return new TokenGrid(row.getAs("rows"), row.getAs("cols"));
  }

  /**
   * The pixels of some inspected images, so that nobody reads the images again.
   *
   * @return rows with image id and pixels, one in each partition
   */
  Dataset<Row> pixels(SparkSession spark, Collection<String> imageIds) {
    List<Row> rows = imageIds.stream().map(inspected::get).toList();
    // One image in a task, which carries its pixels.
    int partitions = Math.max(1, rows.size());
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, partitions),
        InspectImages.OUTPUT);
  }

  /** The pictures of inspected images, in the same order. */
  List<Picture> pictures(Collection<String> imageIds) {
    return imageIds.stream().map(this::picture).toList();
  }

  /**
   * The redundancy of the tokens of an inspected image.
   *
   * @param redundantTokens indices of the tokens that the experiments found redundant
   */
  TokenMap map(String imageId, Set<Integer> redundantTokens) {
    Row row = inspected.get(imageId);
    List<Double> redundancy = row.getList(row.fieldIndex("redundancy"));
    List<TokenMap.Score> scores = new ArrayList<>();
    for (int token = 0; token < redundancy.size(); token++) {
      double score = Math.min(1, Math.max(0, redundancy.get(token)));
      scores.add(new TokenMap.Score(token, score, redundantTokens.contains(token)));
    }
    List<Row> kept = row.getList(row.fieldIndex("kept"));
    List<TokenMap.Selection> selections = new ArrayList<>();
    for (Row selection : kept) {
      selections.add(
          new TokenMap.Selection(
              selection.getAs("pruner"), selection.getList(selection.fieldIndex("tokens"))));
    }
    return new TokenMap(imageId, grid(imageId), scores, selections);
  }

  private Picture picture(String imageId) {
    Row row = inspected.get(imageId);
    Pixels pixels = InspectImages.pixels(row);
    int height = pixels.height();
    int width = pixels.width();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int rgb = 0;
      for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
        double normal = pixels.values()[channel * width * height + i];
        double value =
            (normal * preprocessing.std().get(channel) + preprocessing.mean().get(channel))
                / preprocessing.rescale();
        rgb = (rgb << 8) | (int) Math.min(255, Math.max(0, Math.rint(value)));
      }
      image.setRGB(i % width, i / width, rgb);
    }
    String format = width < LARGE ? "png" : "jpeg";
    return new Picture(
        imageId, names.get(imageId), "image/" + format, encoded(image, format), width, height);
  }

  private static byte[] encoded(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, format, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
