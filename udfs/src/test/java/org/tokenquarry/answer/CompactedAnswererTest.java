package org.tokenquarry.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.TokenMatrix;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompactedAnswererTest {

  private static final Batching ROOMY = new Batching(1, 1 << 30);

  private LoadedModel model;
  private List<ShownTokens> shown;
  private List<QuestionPrompt> questions;

  /** A device on which only so many sequences fit at once; all batches that it is given count. */
  private record Device(PromptRuns runs, int fits, List<Integer> prefilled, List<Integer> asked)
      implements PromptRuns {

    @Override
    public KvCache prefill(NDManager scope, List<ShownTokens> choices) {
      prefilled.add(choices.size());
      require(choices.size());
      return runs.prefill(scope, choices);
    }

    @Override
    public List<ModelAnswer> answer(KvCache images, List<QuestionPrompt> prompts) {
      asked.add(prompts.size());
      require(prompts.size());
      return runs.answer(images, prompts);
    }

    private void require(int sequences) {
      if (sequences > fits) {
        throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
      }
    }
  }

  @BeforeAll
  void load() {
    model =
        LoadedModel.open(
            ModelBundle.open(TinyBundles.directory(TinyBundles.TINY).toString()), ModelDevice.CPU);
    TokenMatrix tokens =
        model
            .vision()
            .tokens(TinyBundles.pixels(1, model.manifest().imageSize()))
            .get(0)
            .projected();
    List<ShownTokens> choices = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int[] positions = {i, i + 1, i + 3};
      choices.add(new ShownTokens(tokens.rows(positions), positions, tokens.count()));
    }
    shown = choices;
    questions =
        List.of(
            new QuestionPrompt(new long[] {5, 6}, 2),
            new QuestionPrompt(new long[] {7, 3, 6}, 3),
            new QuestionPrompt(new long[] {4, 6}, 2),
            new QuestionPrompt(new long[] {3, 6}, 2),
            new QuestionPrompt(new long[] {7, 6}, 2),
            new QuestionPrompt(new long[] {8, 6}, 2));
  }

  @AfterAll
  void close() {
    model.close();
  }

  @Test
  void whereMemorySufficesBatchesAreThoseOfTheBudget() {
    Device device = device(5);
    answers(device);
    assertThat(device.prefilled()).containsExactly(5);
    assertThat(device.asked()).containsExactly(5, 5, 5, 5, 5, 5);
  }

  @Test
  void whatDoesNotFitIntoMemoryIsAskedInHalves() {
    Device device = device(2);
    ModelAnswer[][] halved = answers(device);

    assertThat(device.prefilled()).containsExactly(5, 2, 2, 1);
    List<Integer> asked = new ArrayList<>(Collections.nCopies(12, 2));
    asked.addAll(List.of(5, 2, 2, 1, 1));
    assertThat(device.asked())
        .as(
            "six questions about two choices, twice; five equally long ones about the last, and one")
        .isEqualTo(asked);
    assertSame(halved, answers(device(5)));
    assertThat(model.openScopes()).isZero();
  }

  @Test
  void aSequenceThatDoesNotFitAloneIsAnError() {
    assertThatThrownBy(() -> answers(device(0)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("out of memory");
    assertThat(model.openScopes()).isZero();
  }

  private Device device(int fits) {
    return new Device(
        new DecoderPromptRuns(model, Optional.empty()), fits, new ArrayList<>(), new ArrayList<>());
  }

  private ModelAnswer[][] answers(Device device) {
    return new CompactedAnswerer(model, ROOMY, device).answers(shown, questions);
  }

  /** Last bits depend on how many sequences share a batch. */
  private void assertSame(ModelAnswer[][] actual, ModelAnswer[][] expected) {
    for (int s = 0; s < shown.size(); s++) {
      for (int q = 0; q < questions.size(); q++) {
        assertThat(actual[s][q].logits())
            .usingComparatorWithPrecision(1e-4f)
            .containsExactly(expected[s][q].logits());
        assertThat(actual[s][q].ids()).isEqualTo(expected[s][q].ids());
      }
    }
  }
}
