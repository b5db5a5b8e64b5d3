package org.tokenquarry.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswererTest {

  private static final Batching BATCHING = new Batching(4, 1 << 20);

  private LoadedModel model;
  private TokenMatrix tokens;
  private List<ShownTokens> shown;
  private List<QuestionPrompt> questions;

  @BeforeAll
  void load() {
    model =
        LoadedModel.open(
            ModelBundle.open(TinyBundles.directory(TinyBundles.TINY).toString()), ModelDevice.CPU);
    tokens =
        model
            .vision()
            .tokens(TinyBundles.pixels(1, model.manifest().imageSize()))
            .get(0)
            .projected();
    int all = tokens.count();
    shown =
        List.of(
            shown(IntStream.range(0, all).toArray()),
            shown(0, 2, 5),
            shown(1, 3, all - 1),
            shown(4));
    questions =
        List.of(
            new QuestionPrompt(new long[] {5, 6}, 0),
            new QuestionPrompt(new long[] {7, 3, 6}, 3),
            new QuestionPrompt(new long[] {4, 6}, 0));
  }

  @AfterAll
  void close() {
    model.close();
  }

  @Test
  void everyAnswerIsThatOfItsOwnSequence() {
    ModelAnswer[][] answers =
        Answerer.of(model, Positions.COMPACTED, BATCHING).answers(shown, questions);

    for (int s = 0; s < shown.size(); s++) {
      for (int q = 0; q < questions.size(); q++) {
        assertClose(answers[s][q].logits(), compacted(shown.get(s), questions.get(q).ids()));
      }
    }
  }

  @Test
  void decodingIsGreedyAndEndsWithTheAnswer() {
    ModelAnswer answer =
        Answerer.of(model, Positions.COMPACTED, BATCHING).answers(shown, questions)[1][1];

    List<Long> expected = new ArrayList<>();
    long[] ids = questions.get(1).ids();
    for (int step = 0; step < 3; step++) {
      long next = Ranking.indexOfLargest(compacted(shown.get(1), ids));
      if (contains(model.manifest().endIds(), next)) {
        break;
      }
      expected.add(next);
      ids = append(ids, next);
    }
    assertThat(answer.ids()).containsExactly(expected.toArray(Long[]::new));
    assertThat(
            Answerer.of(model, Positions.ORIGINAL, BATCHING).answers(shown, questions)[0][1].ids())
        .as("all tokens stand where they stood")
        .isEqualTo(
            Answerer.of(model, Positions.COMPACTED, BATCHING)
                .answers(shown, questions)[0][1]
                .ids());
  }

  @Test
  void originalPositionsMatterOnlyWhereTokensAreMissing() {
    ModelAnswer[][] compacted =
        Answerer.of(model, Positions.COMPACTED, BATCHING).answers(shown, questions);
    ModelAnswer[][] original =
        Answerer.of(model, Positions.ORIGINAL, BATCHING).answers(shown, questions);

    assertClose(original[0][0].logits(), compacted[0][0].logits());
    assertThat(original[2][0].logits()).isNotEqualTo(compacted[2][0].logits());
  }

  @Test
  void theSizeOfBatchesDoesNotMatter() {
    ModelAnswer[][] small =
        Answerer.of(model, Positions.COMPACTED, new Batching(1, 1)).answers(shown, questions);
    ModelAnswer[][] large =
        Answerer.of(model, Positions.COMPACTED, BATCHING).answers(shown, questions);
    for (int s = 0; s < shown.size(); s++) {
      for (int q = 0; q < questions.size(); q++) {
        assertClose(small[s][q].logits(), large[s][q].logits());
        assertThat(small[s][q].ids()).isEqualTo(large[s][q].ids());
      }
    }
    assertThat(model.openScopes()).isZero();
  }

  /** As packed sequences of models with tiles do, where the image is not cut. */
  @Test
  void oneViewOfAModelWithTilesEndsWithANewline() {
    String bundle = TinyBundles.directory("llava-next-tiny").toString();
    try (LoadedModel tiled = LoadedModel.open(ModelBundle.open(bundle), ModelDevice.CPU)) {
      ImageFeatures image =
          tiled.vision().imageFeatures(TinyBundles.pixels(1, tiled.manifest().imageSize())).get(0);
      TokenMatrix view = image.tokens().rows();
      int[] all = IntStream.range(0, view.count()).toArray();
      float[] newline;
      try (NDManager scope = tiled.newScope()) {
        newline = tiled.decoder().newline(scope).toFloatArray();
      }
      float[] ended = Arrays.copyOf(view.values(), view.values().length + newline.length);
      System.arraycopy(newline, 0, ended, view.values().length, newline.length);
      long[] question = questions.get(0).ids();
      float[] expected = logits(tiled, new TokenMatrix(ended, view.dim()), question);
      List<ShownTokens> whole =
          List.of(
              ImageSequence.of(new ImageView(List.of(image), Optional.of(newline)))
                  .shown(List.of(new Pruned.Kept(all))));
      for (Positions positions : Positions.values()) {
        ModelAnswer answer =
            Answerer.of(tiled, positions, BATCHING).answers(whole, questions)[0][0];
        assertClose(answer.logits(), expected);
      }
      try (LayerPass pass = new LayerPass(tiled, view, questions.get(0).ids())) {
        assertThat(pass.firstText()).isEqualTo(pass.firstVisual() + view.count() + 1);
        pass.keep(all);
        assertClose(pass.logits(), expected);
      }
    }
  }

  private ShownTokens shown(int... positions) {
    return new ShownTokens(tokens.rows(positions), positions, tokens.count());
  }

  private float[] compacted(ShownTokens shown, long[] question) {
    return logits(model, shown.tokens(), question);
  }

  private static float[] logits(LoadedModel model, TokenMatrix tokens, long[] question) {
    try (NDManager scope = model.newScope()) {
      NDArray visual = scope.create(tokens.values(), new Shape(tokens.count(), tokens.dim()));
      NDArray sequence =
          NDArrays.concat(
              new NDList(
                  model.decoder().embed(scope, model.manifest().prompt().before()),
                  visual,
                  model.decoder().embed(scope, question)),
              0);
      return model
          .decoder()
          .lastLogits(scope, sequence.expandDims(0), model.decoder().empty(scope))
          .toFloatArray();
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }

  private static boolean contains(long[] ids, long id) {
    return Arrays.stream(ids).anyMatch(each -> each == id);
  }

  private static long[] append(long[] ids, long id) {
    long[] longer = Arrays.copyOf(ids, ids.length + 1);
    longer[ids.length] = id;
    return longer;
  }
}
