package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.MeteredFileSystem;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.task.RowSchema;

/** Reading without Spark gives the same rows as reading with Spark. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginsTest {

  private static final RunInfo RUN = new RunInfo("run", "test", "model", "settings");
  private static final int PROTOTYPES = 40;

  @TempDir static Path directory;

  private Warehouse written;
  private Codebooks read;

  @BeforeAll
  void writeTwoVersions() {
    String location = directory.resolve("warehouse").toString();
    written = new Warehouse(LocalSpark::session, new Configuration(), location);
    read = new Codebooks(new Warehouse(OriginsTest::noSpark, new Configuration(), location));
    written.append(Tables.IMAGES, rows(Tables.IMAGES, images()), commit("images"));
    written.append(
        Tables.EXPERIMENTS, rows(Tables.EXPERIMENTS, experiments()), commit("experiments"));
    Codebooks codebooks = new Codebooks(written);
    for (int version = 1; version <= 2; version++) {
      CodebookVersion claimed = codebooks.claim(draft(), RUN);
      written.append(
          Tables.PROTOTYPES,
          rows(Tables.PROTOTYPES, prototypes(version)),
          commit("prototypes-" + version));
      codebooks.complete(claimed, RUN);
    }
    Registry registry = new Registry(written);
    registry.move(registry.read(), "champion", 1, RUN);
    codebooks.claim(draft(), RUN); // Never completed.
  }

  @Test
  void versionsAreThoseThatSparkReads() {
    List<Row> rows =
        written
            .read(Tables.CODEBOOKS)
            .filter("status <> 'building'")
            .sort("version")
            .drop("status", "published_at")
            .collectAsList();
    RowSchema<CodebookVersion> stored =
        CodebookVersion.COLUMNS.without(List.of("status", "published_at"));

    assertThat(read.complete()).extracting(stored::row).containsExactlyElementsOf(rows).hasSize(2);
    assertThat(read.complete())
        .as("follows from the aliases")
        .extracting(CodebookVersion::status)
        .containsExactly(Status.PUBLISHED, Status.CANDIDATE);
    assertThat(read.version(1).publishedAt()).isNotNull();
    assertThat(read.version(2).publishedAt()).isNull();
  }

  @Test
  void originsAreThoseThatSparkReads() {
    CodebookVersion codebook = read.version(2);
    String[] token = {"image_id", "token_index"};
    List<String> joined =
        new Codebooks(written)
                .prototypes(2)
                .join(
                    written
                        .experiments("model", "settings")
                        .select(
                            "image_id",
                            "token_index",
                            "top1_probability",
                            "region_divergence",
                            "global_divergence"),
                    token,
                    "left")
                .join(
                    written.read(Tables.IMAGES).select("image_id", "source_uri"),
                    new String[] {"image_id"},
                    "left")
                .sort("prototype_id")
                .selectExpr(
                    "prototype_id",
                    "cluster_id",
                    "cluster_images",
                    "cluster_tokens",
                    "image_id",
                    "source_uri",
                    "token_index",
                    "top1_probability",
                    "region_divergence",
                    "global_divergence")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();

    List<PrototypeOrigin> origins = read.origins(codebook);

    assertThat(origins).hasSize(PROTOTYPES);
    assertThat(origins).extracting(OriginsTest::text).containsExactlyElementsOf(joined);
    assertThat(origins)
        .as("a token without findings, and one whose image is missing")
        .anySatisfy(origin -> assertThat(origin.top1Probability()).isNull())
        .anySatisfy(origin -> assertThat(origin.sourceUri()).isNull());
  }

  @Test
  void largeFilesAreReadBySpark() {
    CodebookVersion codebook = read.version(2);

    assertThat(new Origins(written, codebook, 0).all()).isEqualTo(read.origins(codebook));
  }

  @Test
  void filesOfOtherImagesAreNotOpened() {
    String location = MeteredFileSystem.path(directory.resolve("clustered"));
    Warehouse clustered = new Warehouse(LocalSpark::session, new Configuration(), location);
    clustered.append(
        Tables.EXPERIMENTS,
        LocalSpark.session()
            .createDataFrame(experiments(), Tables.EXPERIMENTS.schema())
            .repartitionByRange(5, col("image_id")),
        commit("experiments"));
    clustered.append(
        Tables.PROTOTYPES,
        rows(Tables.PROTOTYPES, prototypes(1).subList(0, 4)),
        commit("prototypes"));
    MeteredFileSystem.reset();

    List<PrototypeOrigin> origins = new Origins(clustered, read.version(1)).all();

    assertThat(origins).hasSize(4).allSatisfy(o -> assertThat(o.imageId()).isEqualTo(image(0)));
    assertThat(origins).anySatisfy(origin -> assertThat(origin.top1Probability()).isNotNull());
    assertThat(MeteredFileSystem.filesOpened("/experiments/settings_digest=settings/"))
        .isEqualTo(1);
  }

  @Test
  void aWarehouseThatIsNotThereHoldsNothing() {
    String nowhere = directory.resolve("nowhere").toString();
    Warehouse none = new Warehouse(OriginsTest::noSpark, new Configuration(), nowhere);
    assertThat(new Codebooks(none).complete()).isEmpty();
    assertThat(Path.of(nowhere)).doesNotExist();
  }

  private static SparkSession noSpark() {
    throw new AssertionError("Spark was asked for");
  }

  private static String text(PrototypeOrigin origin) {
    return Arrays.asList(
            origin.id(),
            origin.cluster(),
            origin.clusterImages(),
            origin.clusterTokens(),
            origin.imageId(),
            origin.sourceUri(),
            origin.token(),
            origin.top1Probability(),
            origin.regionDivergence(),
            origin.globalDivergence())
        .stream()
        .map(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Image 9 is missing. */
  private static List<Row> images() {
    return IntStream.range(0, 9)
        .mapToObj(
            i ->
                RowFactory.create(
                    image(i),
                    "pack",
                    i,
                    1L,
                    2,
                    3,
                    "png",
                    "file:/images/" + i + ".png",
                    i % 2 == 0 ? "mine" : "heldout",
                    new Timestamp(0)))
        .toList();
  }

  /** Rows of three kinds, of which one is wanted; token 3 has no findings, others lack scores. */
  private static List<Row> experiments() {
    return IntStream.range(0, 10 * 4 * 3)
        .filter(i -> i % 4 != 3)
        .mapToObj(
            i -> {
              int kind = i / 40;
              return RowFactory.create(
                  kind == 1 ? "another" : "model",
                  image(i / 4 % 10),
                  i % 4,
                  0,
                  i % 4,
                  0,
                  null,
                  i % 4 == 2 ? null : i / 1000.0,
                  7,
                  i % 4 == 1 ? null : i / 7.0,
                  i % 4 == 1 ? null : i / 9.0,
                  "global",
                  false,
                  null,
                  kind == 2 ? "others" : "settings");
            })
        .toList();
  }

  private static List<Row> prototypes(int version) {
    return IntStream.range(0, PROTOTYPES)
        .mapToObj(
            i ->
                RowFactory.create(
                    (long) version,
                    PROTOTYPES - 1 - i,
                    i % 3,
                    FloatBytes.of(new float[] {0.5f * version}),
                    image(i / 4),
                    i % 4,
                    5,
                    6))
        .toList();
  }

  private static CodebookVersion draft() {
    return new CodebookVersion(
        0,
        Status.BUILDING,
        "projected",
        "model",
        "name",
        "{\"a\":1}",
        "digest",
        "settings",
        10,
        40,
        12,
        3,
        PROTOTYPES,
        "content",
        "run",
        Instant.parse("2026-11-20T01:02:03.456789Z"),
        null,
        null);
  }

  private static String image(int number) {
    return number + "0".repeat(63);
  }

  private static Commit commit(String transaction) {
    return new Commit(transaction, RUN);
  }

  private static Dataset<Row> rows(TableSpec table, List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, table.schema()).repartition(3);
  }
}
