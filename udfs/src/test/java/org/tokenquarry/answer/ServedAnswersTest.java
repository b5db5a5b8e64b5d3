package org.tokenquarry.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.CodebookPruner;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * Pruned images are answered as transformers answers them through the Python package, whose test
 * {@code test_answers} reads the same file.
 */
class ServedAnswersTest {

  /** With the same tolerance there, both differ by at most 1e-4. */
  private static final float TOLERANCE = 5e-5f;

  @ParameterizedTest
  @EnumSource(Positions.class)
  void answersAreThoseOfTransformers(Positions positions) throws IOException {
    JsonNode served =
        new ObjectMapper().readTree(getClass().getResourceAsStream("/served/llava-tiny.json"));
    JsonNode expected = served.get("answers").get(positions.name().toLowerCase(Locale.ROOT));
    try (LoadedModel model =
        LoadedModel.open(
            ModelBundle.open(TinyBundles.directory("llava-tiny").toString()), ModelDevice.CPU)) {
      assertThat(model.manifest().prompt().before()).containsExactly(longs(served.get("before")));
      ImageFeatures image =
          model.vision().imageFeatures(TinyBundles.pixels(1, model.manifest().imageSize())).get(0);
      Pruned pruned =
          new CodebookPruner(codebook(served.get("prototypes")))
              .prune(image, List.of(served.get("k").asInt()))
              .get(0);
      assertThat(pruned.positions()).containsExactly(ints(expected.get("kept")));

      ModelAnswer answer =
          Answerer.of(model, positions, new Batching(4, 1 << 20))
              .answers(
                  List.of(
                      ImageSequence.of(new ImageView(List.of(image), Optional.empty()))
                          .shown(List.of(pruned))),
                  List.of(
                      new QuestionPrompt(longs(served.get("after")), served.get("steps").asInt())))[
              0][0];

      assertThat(answer.ids()).containsExactly(longs(expected.get("ids")));
      assertThat(answer.logits()).hasSize(expected.get("logits").size());
      for (int i = 0; i < answer.logits().length; i++) {
        assertThat(answer.logits()[i])
            .isCloseTo(expected.get("logits").get(i).floatValue(), within(TOLERANCE));
      }
    }
  }

  private static Codebook codebook(JsonNode rows) {
    List<float[]> prototypes = new ArrayList<>();
    for (JsonNode row : rows) {
      float[] values = new float[row.size()];
      for (int d = 0; d < values.length; d++) {
        values[d] = row.get(d).floatValue();
      }
      prototypes.add(values);
    }
    return new Codebook(TokenMatrix.of(prototypes, rows.get(0).size()));
  }

  private static long[] longs(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }

  private static int[] ints(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
