package org.tokenquarry.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.tokenquarry.cluster.Candidate;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.numeric.FloatBytes;

/** Which redundant tokens are clustered, and in which order. */
class CandidatesTest {

  private static final StructType COLUMNS =
      new StructType()
          .add("image_id", DataTypes.StringType)
          .add("token_index", DataTypes.IntegerType)
          .add("embedding", DataTypes.BinaryType);

  private static final List<Candidate> ALL =
      IntStream.range(0, 60)
          .mapToObj(i -> new Candidate("image" + i / 7, i % 7, new float[] {i, -i, i / 3f}))
          .toList();

  @Test
  void allComeInTheOrderOfImageAndToken() {
    assertThat(described(read(shuffled(ALL), 60).first(60))).isEqualTo(described(ALL));
    assertThat(described(read(shuffled(ALL), 60).first(1_000))).isEqualTo(described(ALL));
  }

  @Test
  void ofTooManyThoseWithTheSmallestDigestsAreTaken() {
    List<Candidate> smallest =
        ALL.stream()
            .sorted(Comparator.comparing(token -> Sha256.of(token.imageId() + ":" + token.token())))
            .limit(25)
            .sorted(Comparator.comparing(Candidate::imageId).thenComparingInt(Candidate::token))
            .toList();

    assertThat(described(read(shuffled(ALL), 60).first(25))).isEqualTo(described(smallest));
  }

  @Test
  void anEmbeddingThatCannotBeUsedIsRefused() {
    assertRefused(new byte[8], "has 8 bytes, not 12");
    assertRefused(FloatBytes.of(new float[] {1, Float.NaN, 1}), "holds NaN or infinity");
  }

  private static void assertRefused(byte[] embedding, String reason) {
    Dataset<Row> rows = rows(List.of(RowFactory.create("image", 4, embedding)));
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> read(rows, 1).first(5))
        .withMessageStartingWith(
            "The table experiments is damaged: the embedding of token 4 of image image " + reason);
  }

  private static Candidates read(Dataset<Row> rows, long count) {
    return new Candidates(rows, count, 3);
  }

  private static Dataset<Row> shuffled(List<Candidate> tokens) {
    List<Candidate> shuffled = new ArrayList<>(tokens);
    Collections.shuffle(shuffled, new Random(2));
    return rows(
        shuffled.stream()
            .map(
                token ->
                    RowFactory.create(
                        token.imageId(), token.token(), FloatBytes.of(token.embedding())))
            .toList());
  }

  private static Dataset<Row> rows(List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, COLUMNS).repartition(3);
  }

  private static List<List<Object>> described(List<Candidate> tokens) {
    return tokens.stream()
        .<List<Object>>map(
            token ->
                List.of(
                    token.imageId(),
                    token.token(),
                    List.of(token.embedding()[0], token.embedding()[1], token.embedding()[2])))
        .toList();
  }
}
