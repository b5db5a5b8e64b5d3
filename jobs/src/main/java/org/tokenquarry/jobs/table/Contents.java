package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.pack.PackSlice;
import org.tokenquarry.task.ReadPacks;

/**
 * Reads the bytes of images. Only the packs that hold wanted images are opened, and of these only
 * the parts with wanted images are read, so the cost does not depend on the size of the warehouse.
 */
public final class Contents {

  /** Column with the places of images in their pack, ascending. */
  public static final String POSITIONS = "positions";

  private final Warehouse warehouse;

  /** Looks at the contents of {@code warehouse}. */
  public Contents(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * Finds the packs of some images. The driver needs four bytes for each image and some hundred for
   * each pack.
   *
   * @param images rows of {@link Tables#IMAGES}, each image once
   * @return one slice for each pack, by the ids of the packs
   * @throws org.tokenquarry.error.UserException if a pack is missing
   */
  public List<PackSlice> packs(Dataset<Row> images) {
    Iterator<Row> packs =
        images
            .groupBy("pack")
            .agg(sort_array(collect_list("position")).as(POSITIONS), sum("bytes").as("bytes"))
            .sort("pack")
            .toLocalIterator();
    Finder finder = finder();
    List<PackSlice> slices = new ArrayList<>();
    packs.forEachRemaining(pack -> finder.slice(pack).ifPresent(slices::add));
    return slices;
  }

  /**
   * Looks up the files of packs, as they are now.
   *
   * @throws org.tokenquarry.error.UserException if another program has changed the table
   */
  public Finder finder() {
    warehouse.requireColumns(Tables.CONTENTS); // Tasks read the files without the table.
    Map<String, TableFile> files = new HashMap<>();
    new FileCommits(warehouse)
        .files(Tables.CONTENTS)
        .forEach(file -> files.put(file.partition().get("pack"), file));
    return new Finder(warehouse.location(), files);
  }

  /** Knows the file of each pack. */
  public static final class Finder {

    private final String warehouse;
    private final Map<String, TableFile> files;

    private Finder(String warehouse, Map<String, TableFile> files) {
      this.warehouse = warehouse;
      this.files = files;
    }

    /**
     * Some images of one pack.
     *
     * @param pack with the columns {@code pack}, {@link #POSITIONS} (ascending) and {@code bytes}
     * @return empty if there are no positions
     * @throws org.tokenquarry.error.UserException if the pack is missing
     */
    public Optional<PackSlice> slice(Row pack) {
      List<Integer> positions = pack.getList(pack.fieldIndex(POSITIONS));
      if (positions.isEmpty()) {
        return Optional.empty();
      }
      TableFile file = files.get(pack.<String>getAs("pack"));
      if (file == null) {
        throw TableErrors.packMissing(warehouse, pack.getAs("pack"));
      }
      return Optional.of(
          new PackSlice(
              file.uri(),
              file.bytes(),
              positions.stream().mapToInt(Integer::intValue).toArray(),
              pack.getAs("bytes")));
    }
  }

  /**
   * The bytes of some images, as rows of {@link ReadPacks#IMAGES}. Nothing is shuffled: a task
   * reads its images itself.
   *
   * @param images rows of {@link Tables#IMAGES}, each image once
   * @param imagesPerTask the most images of a task
   * @return one partition for each slice of a pack
   */
  public Dataset<Row> read(Dataset<Row> images, int imagesPerTask) {
    return readPacks(packs(images), imagesPerTask);
  }

  /**
   * The bytes of the images of some packs, likewise.
   *
   * @param packs see {@link #packs}
   * @param imagesPerTask the most images of a task
   */
  public Dataset<Row> readPacks(List<PackSlice> packs, int imagesPerTask) {
    List<PackSlice> slices =
        packs.stream().flatMap(pack -> pack.split(imagesPerTask).stream()).toList();
    SparkSession spark = warehouse.spark();
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(slices, Math.max(1, slices.size()))
            .mapPartitions(new ReadPacks(new SerializableConfiguration(warehouse.hadoop()))),
        ReadPacks.IMAGES.schema());
  }
}
