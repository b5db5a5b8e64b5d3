package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.pack.PackSlice;
import org.tokenquarry.task.ImageIds;
import org.tokenquarry.task.PackedSequence;
import org.tokenquarry.task.ReadPacks;
import org.tokenquarry.task.ReadSequences;
import org.tokenquarry.task.RowSchema;

/**
 * Reads the bytes of images. Only the packs that hold wanted images are opened, and of these only
 * the parts with wanted images are read, so the cost does not depend on the size of the warehouse.
 */
public final class Contents {

  /** Column with the places of images in their pack, ascending. */
  public static final String POSITIONS = "positions";

  private static final String IMAGE_ID = "image_id";

  private static final RowSchema<String> IDS =
      RowSchema.<String>empty().required(IMAGE_ID, DataTypes.StringType, id -> id);

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
      return positions.isEmpty()
          ? Optional.empty()
          : Optional.of(slice(pack.getAs("pack"), positions, pack.getAs("bytes")));
    }

    /** One slice for each pack that holds some of these images, by the ids of the packs. */
    private List<PackSlice> slices(Stream<String> ids, Map<String, Row> places) {
      SortedMap<String, SortedMap<Integer, Long>> packs = new TreeMap<>();
      ids.map(places::get)
          .forEach(
              place ->
                  packs
                      .computeIfAbsent(place.getAs("pack"), pack -> new TreeMap<>())
                      .put(place.getAs("position"), place.getAs("bytes")));
      List<PackSlice> slices = new ArrayList<>();
      packs.forEach(
          (pack, bytes) ->
              slices.add(
                  slice(
                      pack,
                      bytes.keySet(),
                      bytes.values().stream().mapToLong(Long::longValue).sum())));
      return slices;
    }

    private PackSlice slice(String pack, Collection<Integer> positions, long bytes) {
      TableFile file = files.get(pack);
      if (file == null) {
        throw TableErrors.packMissing(warehouse, pack);
      }
      return new PackSlice(
          file.uri(),
          file.bytes(),
          positions.stream().mapToInt(Integer::intValue).toArray(),
          bytes);
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
   * The bytes of what questions are about, as rows of {@link ReadSequences#SEQUENCES}. A single
   * image is read where its pack is read; the images of a sequence are read by one task.
   *
   * @param images rows of {@link Tables#IMAGES}, each image once; those wanted are among them
   * @param wanted single images or sequences
   * @param imagesPerTask the most images of a task, if a sequence has not more
   */
  public Dataset<Row> sequences(
      Dataset<Row> images, Collection<ImageIds> wanted, int imagesPerTask) {
    List<String> single =
        wanted.stream().filter(each -> !each.several()).map(ImageIds::name).toList();
    List<ImageIds> several = wanted.stream().filter(ImageIds::several).toList();
    if (several.isEmpty()) {
      return alone(images, single, imagesPerTask);
    }
    Dataset<Row> together = readSequences(packed(images, several), imagesPerTask);
    return single.isEmpty() ? together : alone(images, single, imagesPerTask).union(together);
  }

  private Dataset<Row> alone(Dataset<Row> images, List<String> ids, int imagesPerTask) {
    return read(among(images, ids), imagesPerTask)
        .select(col(IMAGE_ID), array(col("content")).as("contents"));
  }

  private Dataset<Row> among(Dataset<Row> images, Collection<String> ids) {
    Dataset<Row> wanted = warehouse.rows(IDS, List.copyOf(ids));
    return images.join(broadcast(wanted), new String[] {IMAGE_ID}, "left_semi");
  }

  /** Where the images of each sequence are. The driver needs some hundred bytes for each image. */
  private List<PackedSequence> packed(Dataset<Row> images, List<ImageIds> sequences) {
    Set<String> ids = new TreeSet<>();
    sequences.forEach(each -> ids.addAll(each.ids()));
    Map<String, Row> places = new HashMap<>();
    among(images, ids)
        .select(IMAGE_ID, "pack", "position", "bytes")
        .toLocalIterator()
        .forEachRemaining(row -> places.put(row.getAs(IMAGE_ID), row));
    Finder finder = finder();
    return sequences.stream()
        .map(
            each -> new PackedSequence(each, finder.slices(each.ids().stream().distinct(), places)))
        .toList();
  }

  private Dataset<Row> readSequences(List<PackedSequence> sequences, int imagesPerTask) {
    long images = sequences.stream().mapToLong(each -> each.images().ids().size()).sum();
    long tasks = Math.min(sequences.size(), (images + imagesPerTask - 1) / imagesPerTask);
    SparkSession spark = warehouse.spark();
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(sequences, Math.toIntExact(tasks))
            .mapPartitions(new ReadSequences(new SerializableConfiguration(warehouse.hadoop()))),
        ReadSequences.SEQUENCES.schema());
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
