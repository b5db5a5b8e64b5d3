package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.table.CodebookVersion.Status;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/** How the vectors of a codebook are written and read. */
class StoredPrototypesTest {

  private static final RunInfo RUN = new RunInfo("run", "test", "model", "settings");

  @TempDir Path directory;

  private Warehouse warehouse;
  private Codebooks codebooks;

  @BeforeEach
  void open() {
    warehouse =
        new Warehouse(
            LocalSpark::session, new Configuration(), directory.resolve("warehouse").toString());
    codebooks = new Codebooks(warehouse);
  }

  @Test
  void aLargeCodebookComesBackBitForBitFromAFewFiles() throws IOException {
    TokenMatrix embeddings = gaussian(2_500, 4_096);

    CodebookVersion version = written(embeddings);

    assertThat(codebooks.embeddings(version).values()).isEqualTo(embeddings.values());
    assertThat(codebooks.isIntact(version)).isTrue();
    assertThat(files()).as("40 MB in slices of 16 MB").isEqualTo(3);
    assertThat(codebooks.prototypes(version.version()).select("prototype_id").collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactlyElementsOf(IntStream.range(0, 2_500).boxed().toList());
  }

  @Test
  void aSmallCodebookIsOneFile() throws IOException {
    written(gaussian(40, 3));

    assertThat(files()).isEqualTo(1);
  }

  @Test
  void thePlanOfAWriteHoldsNoData() {
    List<Prototype> prototypes = prototypes(gaussian(300, 512));

    Dataset<Row> rows =
        Slices.rows(
            LocalSpark.session(),
            PrototypeRow.COLUMNS.schema(),
            PrototypeRow.of(1, prototypes),
            4 * 512,
            row -> PrototypeRow.COLUMNS.row(row));

    assertThat(rows.queryExecution().optimizedPlan().toString()).doesNotContain("LocalRelation");
    assertThat(rows.queryExecution().executedPlan().toString()).contains("ExistingRDD");
    assertThat(rows.count()).isEqualTo(300);
  }

  @Test
  void rowsAndFilesMayStandInAnyOrder() {
    TokenMatrix embeddings = gaussian(50, 4);
    List<Row> reversed =
        IntStream.range(0, 50).mapToObj(i -> row(49 - i, embeddings.row(49 - i))).toList();

    CodebookVersion version = stored(embeddings, reversed);

    assertThat(codebooks.embeddings(version).values()).isEqualTo(embeddings.values());
  }

  @Test
  void embeddingsOfAnotherLengthAreCorrupt() {
    TokenMatrix two = gaussian(2, 4);

    assertCorrupt(
        stored(two, List.of(row(0, two.row(0)), row(1, new float[3]))),
        "their widths are \\d and \\d");
    assertCorrupt(
        stored(two, List.of(row(0, two.row(0)), row(1, new byte[7]))), "prototype 1 has 7 bytes");
    assertCorrupt(
        stored(two, List.of(row(0, two.row(0)), row(0, two.row(0)))), "prototype 0 is there twice");
    assertCorrupt(
        stored(two, List.of(row(0, two.row(0)), row(2, two.row(1)))),
        "there are more of them than 2");
    assertCorrupt(stored(two, List.of(row(0, two.row(0)))), "there are 1 of 2");
  }

  @Test
  void notANumberIsCorruptEvenWhereTheDigestAgrees() {
    TokenMatrix embeddings = new TokenMatrix(new float[] {1, Float.NaN}, 2);

    assertCorrupt(
        stored(embeddings, List.of(row(0, embeddings.row(0)))),
        "there is NaN or infinity among their elements");
  }

  @Test
  void notANumberIsNotWritten() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PrototypeRow.of(3, prototypes(new TokenMatrix(new float[] {1, 1 / 0f}, 2))))
        .withMessage("prototype 0 of version 3 holds NaN or infinite elements");
  }

  @Test
  void theTableRefusesAnEmbeddingOfAnotherLength() {
    assertThatThrownBy(
            () ->
                warehouse.append(
                    Tables.prototypes(2),
                    rows(
                        List.of(
                            RowFactory.create(1L, 0, 0, new byte[12], "0".repeat(64), 0, 1, 1))),
                    commit("wrong")))
        .hasStackTraceContaining("embedding_has_width");
  }

  private void assertCorrupt(CodebookVersion version, String difference) {
    assertThat(codebooks.isIntact(version)).isFalse();
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> codebooks.embeddings(version))
        .satisfies(
            refused -> assertThat(refused.problems().get(0).code()).isEqualTo("codebook-corrupt"))
        .withMessageMatching(
            "(?s).*The table prototypes no longer holds what version \\d was made of: "
                + difference
                + ".*");
  }

  private CodebookVersion written(TokenMatrix embeddings) {
    CodebookVersion claimed = codebooks.claim(draft(embeddings), RUN);
    codebooks.add(claimed, prototypes(embeddings), RUN);
    return codebooks.complete(claimed, RUN);
  }

  /** A version whose table holds other rows than it was made of. */
  private CodebookVersion stored(TokenMatrix embeddings, List<Row> rows) {
    CodebookVersion claimed = codebooks.claim(draft(embeddings), RUN);
    warehouse.append(
        Tables.PROTOTYPES,
        rows(
            rows.stream()
                .map(
                    row ->
                        RowFactory.create(
                            claimed.version(), row.get(0), 0, row.get(1), "0".repeat(64), 0, 1, 1))
                .toList()),
        commit("prototypes-" + claimed.version()));
    return codebooks.complete(claimed, RUN);
  }

  private static Row row(int id, float[] embedding) {
    return row(id, FloatBytes.of(embedding));
  }

  private static Row row(int id, byte[] embedding) {
    return RowFactory.create(id, embedding);
  }

  private static Dataset<Row> rows(List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, Tables.PROTOTYPES.schema()).repartition(2);
  }

  private static Commit commit(String transaction) {
    return new Commit(transaction, RUN);
  }

  private long files() throws IOException {
    try (Stream<Path> files =
        Files.walk(directory.resolve("warehouse/prototypes"))
            .filter(file -> file.toString().endsWith(".parquet"))) {
      return files.filter(file -> file.toString().contains("version=")).count();
    }
  }

  private static TokenMatrix gaussian(int count, int dim) {
    Random random = new Random(1);
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new TokenMatrix(values, dim);
  }

  private static List<Prototype> prototypes(TokenMatrix embeddings) {
    return IntStream.range(0, embeddings.count())
        .mapToObj(
            i -> {
              TokenKey origin = new TokenKey("0".repeat(64), i);
              return new Prototype(0, origin, embeddings.row(i), 1, 1);
            })
        .toList();
  }

  private static CodebookVersion draft(TokenMatrix embeddings) {
    return new CodebookVersion(
        0,
        Status.BUILDING,
        "projected",
        "model",
        "name",
        "{}",
        "digest",
        "settings",
        1,
        1,
        1,
        1,
        embeddings.count(),
        new ContentDigest().add(embeddings).hex(),
        "run",
        Instant.EPOCH,
        null,
        null);
  }
}
