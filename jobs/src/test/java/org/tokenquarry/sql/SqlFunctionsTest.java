package org.tokenquarry.sql;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.spark.ScalaCollections;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.serving.Rule;
import org.tokenquarry.serving.ServedCodebook;
import org.tokenquarry.token.TokenMatrix;

/** SQL scores and keeps what {@link ServedCodebook} does, in a session that is not ours. */
class SqlFunctionsTest {

  private static final int IMAGES = 1000;

  @TempDir static Path directory;
  private static String export;
  private static String warehouse;
  private static ServedCodebook codebook;
  private static SparkSession spark;

  @BeforeAll
  static void export() throws IOException {
    export =
        ClusteredWarehouse.in(directory)
            .run("export", "latest", "--out", directory.resolve("out").toString())
            .json()
            .get("directory")
            .asText();
    warehouse = directory.resolve(ClusteredWarehouse.NAME).toString();
    codebook = ServedCodebook.load(Path.of(export));
    LocalSpark.stop();
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.extensions", TokenQuarryExtensions.class.getName())
            .getOrCreate();
    images().createOrReplaceTempView("tokens");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void theSamePlacesStayOfAThousandRandomImages() {
    for (Rule rule : Rule.values()) {
      List<Row> kept =
          spark
              .sql(
                  "SELECT id, keep_tokens(tokens, '%s', k, '%s', 2, n / 2) FROM tokens ORDER BY id"
                      .formatted(export, rule.word()))
              .collectAsList();
      assertThat(kept).hasSize(IMAGES);
      for (Row row : kept) {
        TokenMatrix tokens = image(row.getInt(0));
        int n = tokens.count();
        assertThat(row.<Integer>getList(1))
            .containsExactlyElementsOf(
                boxed(codebook.keep(tokens, 2, n / 2, k(row.getInt(0), n), rule)));
      }
    }
  }

  @Test
  void anAliasOfAWarehouseAndTheDataFrameInterfaceGiveTheSame() {
    Dataset<Row> both =
        spark
            .table("tokens")
            .limit(20)
            .select(
                call_function("keep_tokens", col("tokens"), lit(export), col("k")),
                call_function("keep_tokens", col("tokens"), lit("latest@" + warehouse), col("k")));
    for (Row row : both.collectAsList()) {
      assertThat(row.getList(1)).isEqualTo(row.getList(0));
    }
  }

  @Test
  void everyFormOfAnEmbeddingHasTheSameScore() {
    Row row =
        spark
            .sql(
                ("SELECT redundancy_score(tokens[0], '%1$s'),"
                        + " redundancy_score(CAST(tokens[0] AS ARRAY<DOUBLE>), '%1$s'),"
                        + " redundancy_score(bytes, '%1$s'),"
                        + " redundancy_score(CAST(NULL AS ARRAY<FLOAT>), '%1$s')"
                        + " FROM tokens WHERE id = 3")
                    .formatted(export))
            .first();
    assertThat(row.getDouble(0)).isEqualTo(codebook.score(image(3))[0]);
    assertThat(row.getDouble(1)).isEqualTo(row.getDouble(0));
    assertThat(row.getDouble(2)).isEqualTo(row.getDouble(0));
    assertThat(row.isNullAt(3)).isTrue();
  }

  @Test
  void describeTellsHowToCallThem() {
    assertThat(spark.sql("DESCRIBE FUNCTION EXTENDED keep_tokens").toString()).isNotEmpty();
    assertThat(spark.sql("DESCRIBE FUNCTION keep_tokens").collectAsList().toString())
        .contains("keep_tokens(tokens, codebook, k[, rule, rows, columns])");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redundancy_score(array(1.0, 2.0), 'EXPORT') | width-differs",
        "redundancy_score(array_repeat(float('NaN'), D), 'EXPORT') | not-finite",
        "redundancy_score(array_repeat(1e300D, D), 'EXPORT') | not-finite",
        "redundancy_score(array_repeat(CAST(NULL AS FLOAT), D), 'EXPORT') | tokens-invalid",
        "redundancy_score(unhex('010203'), 'EXPORT') | tokens-invalid",
        "redundancy_score(tokens[0], 'nowhere') | export-missing",
        "redundancy_score(tokens[0], 'champion@nowhere') | warehouse-missing",
        "redundancy_score(tokens[0], 'unknown@WAREHOUSE') | alias-missing",
        "redundancy_score(tokens[0], '!@WAREHOUSE') | sql-arguments-invalid",
        "redundancy_score(tokens[0], string(id)) | sql-arguments-invalid",
        "redundancy_score(tokens[0]) | sql-arguments-invalid",
        "keep_tokens(tokens, 'EXPORT', 0) | count-invalid",
        "keep_tokens(tokens, 'EXPORT', n + 1) | count-invalid",
        "keep_tokens(tokens, 'EXPORT', 5000000000) | count-invalid",
        "keep_tokens(slice(tokens, 1, 0), 'EXPORT', 1) | count-invalid",
        "keep_tokens(array(tokens[0], slice(tokens[1], 1, 3)), 'EXPORT', 1) | tokens-invalid",
        "keep_tokens(tokens, 'EXPORT', 1, 'best') | rule-unknown",
        "keep_tokens(tokens, 'EXPORT', 1, 'codebook-diverse') | sql-arguments-invalid",
        "keep_tokens(tokens, 'EXPORT', 1, 'codebook-diverse', 3, n) | grid-missing",
        "keep_tokens(id, 'EXPORT', 1) | sql-arguments-invalid",
      })
  void aBadCallSaysWhatIsWrong(String call, String code) {
    String query =
        "SELECT %s FROM tokens WHERE id = 1"
            .formatted(
                call.replace("EXPORT", export)
                    .replace("WAREHOUSE", warehouse)
                    .replace("D)", codebook.width() + ")"));
    assertThatThrownBy(() -> spark.sql(query).collectAsList())
        .satisfies(
            thrown ->
                assertThat(
                        ExceptionUtils.getThrowableList(thrown).stream()
                            .filter(UserException.class::isInstance)
                            .map(each -> ((UserException) each).problems().get(0).code()))
                    .containsExactly(code));
  }

  private static Dataset<Row> images() {
    StructType schema =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("n", DataTypes.IntegerType)
            .add("k", DataTypes.IntegerType)
            .add(
                "tokens", DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.FloatType)))
            .add("bytes", DataTypes.BinaryType);
    List<Row> rows = new ArrayList<>();
    for (int id = 0; id < IMAGES; id++) {
      TokenMatrix tokens = image(id);
      List<Object> embeddings = new ArrayList<>();
      for (int i = 0; i < tokens.count(); i++) {
        float[] row = tokens.row(i);
        List<Float> embedding = new ArrayList<>();
        for (float value : row) {
          embedding.add(value);
        }
        embeddings.add(ScalaCollections.scala(embedding));
      }
      rows.add(
          RowFactory.create(
              id,
              tokens.count(),
              k(id, tokens.count()),
              ScalaCollections.scala(embeddings),
              FloatBytes.of(tokens.row(0))));
    }
    // Not as a local relation, which Spark would carry through every rule of its analysis.
    return spark.createDataFrame(
        new JavaSparkContext(spark.sparkContext()).parallelize(rows, 3), schema);
  }

  /** Tokens of which some are equal. */
  private static TokenMatrix image(int id) {
    Random random = new Random(id);
    int count = 2 * (1 + random.nextInt(20));
    float[][] rows = new float[count][codebook.width()];
    for (float[] row : rows) {
      for (int d = 0; d < row.length; d++) {
        row[d] = (float) random.nextGaussian();
      }
    }
    rows[count - 1] = rows[random.nextInt(count)].clone();
    return TokenMatrix.of(Arrays.asList(rows), codebook.width());
  }

  private static int k(int id, int count) {
    return 1 + id % count;
  }

  private static List<Integer> boxed(int[] places) {
    return Arrays.stream(places).boxed().toList();
  }
}
