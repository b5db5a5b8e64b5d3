package org.tokenquarry.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.cluster.Candidate;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.numeric.FloatBytes;

/** Which redundant tokens are clustered, in which order, and how their vectors reach the tasks. */
class CandidatesTest {

  private static final StructType COLUMNS =
      new StructType()
          .add("image_id", DataTypes.StringType)
          .add("token_index", DataTypes.IntegerType)
          .add("embedding", DataTypes.BinaryType);

  private static final List<Candidate> ALL =
      IntStream.range(0, 60)
          .mapToObj(
              i -> new Candidate(new TokenKey("image" + i / 7, i % 7), new float[] {i, -i, i / 3f}))
          .toList();

  @TempDir Path directory;

  @Test
  void allComeInTheOrderOfImageAndToken() {
    assertThat(new Candidates(shuffled(ALL), 60, 60).keys()).isEqualTo(keys(ALL));
    assertThat(new Candidates(shuffled(ALL), 60, 1_000).keys()).isEqualTo(keys(ALL));
  }

  @Test
  void ofTooManyThoseWithTheSmallestDigestsAreTaken() {
    List<TokenKey> smallest =
        keys(ALL).stream()
            .sorted(Comparator.comparing(token -> Sha256.of(token.imageId() + ":" + token.token())))
            .limit(25)
            .sorted()
            .toList();

    assertThat(new Candidates(shuffled(ALL), 60, 25).keys()).isEqualTo(smallest);
  }

  @Test
  void vectorsHaveTheNumbersOfTheirKeysWhateverTheBlocks() {
    for (int blockBytes : new int[] {1, 12 * 20, 1 << 20}) {
      Candidates candidates = new Candidates(shuffled(ALL), 60, 60);
      try (StagedTokens staged = stage(candidates, blockBytes)) {
        float[] all = staged.blocks().read(IntStream.range(0, 60).toArray()).values();
        List<Float> expected = new ArrayList<>();
        ALL.forEach(
            token -> IntStream.range(0, 3).forEach(d -> expected.add(token.embedding()[d])));
        assertThat(all).containsExactly(expected.toArray(Float[]::new));
        assertThat(staged.blocks().read(new int[] {59, 3}).row(1)).containsExactly(3, -3, 1);
        assertThat(staged.blocks().read(0).points().row(1)).containsExactly(1, -1, 1 / 3f);
        assertThat(staged.space().largest()).isEqualTo(59);
      }
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void embeddingsThatCannotBeUsedAreRefusedAndCounted() {
    assertRefused(new byte[8], "has 8 bytes, not 12, and 1 more cannot be used.");
    assertRefused(
        FloatBytes.of(new float[] {1, Float.NaN, 1}),
        "holds NaN or infinity, and 1 more cannot be used.");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void filesOfAKilledRunAreRemovedADayLater() throws Exception {
    Path old = Files.createDirectories(directory.resolve(".clustering/old"));
    Path recent = Files.createDirectories(directory.resolve(".clustering/recent"));
    assertThat(old.toFile().setLastModified(System.currentTimeMillis() - 25 * 3_600_000L)).isTrue();

    stage(new Candidates(shuffled(ALL), 60, 60), 1 << 20).close();

    assertThat(old).doesNotExist();
    assertThat(recent).exists();
  }

  private void assertRefused(byte[] embedding, String reason) {
    Dataset<Row> rows =
        rows(
            List.of(
                RowFactory.create("image", 4, embedding),
                RowFactory.create("image", 5, FloatBytes.of(new float[] {1, 2, 3})),
                RowFactory.create("image", 6, new byte[3])));
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> stage(new Candidates(rows, 3, 5), 1 << 20))
        .withMessageStartingWith(
            "The table experiments is damaged: the embedding of token 4 of image image " + reason);
  }

  private StagedTokens stage(Candidates candidates, long blockBytes) {
    return StagedTokens.write(
        candidates.tokens(),
        candidates.keys(),
        3,
        new StagedTokens.Place(
            directory.toString(),
            "run",
            blockBytes,
            LocalSpark.session().sessionState().newHadoopConf()));
  }

  private static Dataset<Row> shuffled(List<Candidate> tokens) {
    List<Candidate> shuffled = new ArrayList<>(tokens);
    Collections.shuffle(shuffled, new Random(2));
    return rows(
        shuffled.stream()
            .map(
                token ->
                    RowFactory.create(
                        token.key().imageId(),
                        token.key().token(),
                        FloatBytes.of(token.embedding())))
            .toList());
  }

  private static Dataset<Row> rows(List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, COLUMNS).repartition(3);
  }

  private static List<TokenKey> keys(List<Candidate> tokens) {
    return tokens.stream().map(Candidate::key).toList();
  }
}
