package org.tokenquarry.answer;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.HalvingBatches;
import org.tokenquarry.model.KvCache;
import org.tokenquarry.model.LoadedModel;

/**
 * Tokens follow one another, also where tokens between them were dropped. Whether they also have
 * consecutive positions is up to the runs. Each choice of tokens goes through the decoder once for
 * all questions, together with others of the same length.
 */
final class CompactedAnswerer implements Answerer {

  private final LoadedModel model;
  private final Batching batching;
  private final PromptRuns runs;

  CompactedAnswerer(LoadedModel model, Batching batching, PromptRuns runs) {
    this.model = model;
    this.batching = batching;
    this.runs = runs;
  }

  @Override
  public ModelAnswer[][] answers(List<ShownTokens> shown, List<QuestionPrompt> questions) {
    ModelAnswer[][] answers = new ModelAnswer[shown.size()][];
    int longest = questions.stream().mapToInt(q -> q.ids().length + q.maxTokens()).max().orElse(0);
    byLength(shown.size(), i -> shown.get(i).tokens().count())
        .forEach(
            (length, group) -> {
              int tokens = model.manifest().prompt().before().length + length + longest;
              int most = batching.sequences(model.manifest(), tokens);
              List<ShownTokens> equallyLong = group.stream().map(shown::get).toList();
              List<ModelAnswer[]> found =
                  HalvingBatches.run(
                      group.size(),
                      most,
                      (first, last) -> ask(equallyLong.subList(first, last), questions));
              for (int i = 0; i < group.size(); i++) {
                answers[group.get(i)] = found.get(i);
              }
            });
    return answers;
  }

  /** One batch of equally many tokens. */
  private List<ModelAnswer[]> ask(List<ShownTokens> shown, List<QuestionPrompt> questions) {
    try (NDManager scope = model.newScope()) {
      KvCache images = runs.prefill(scope, shown);
      return shown.size() == 1
          ? List.<ModelAnswer[]>of(askTogether(images, questions))
          : askOneByOne(images, shown.size(), questions);
    }
  }

  /** Keys and values of batch 1 serve any batch, so questions of one length share a batch. */
  private ModelAnswer[] askTogether(KvCache image, List<QuestionPrompt> questions) {
    ModelAnswer[] answers = new ModelAnswer[questions.size()];
    for (List<Integer> group :
        byLength(questions.size(), i -> questions.get(i).ids().length).values()) {
      List<QuestionPrompt> equallyLong = group.stream().map(questions::get).toList();
      List<ModelAnswer> found =
          HalvingBatches.run(
              group.size(),
              group.size(),
              (first, last) -> runs.answer(image, equallyLong.subList(first, last)));
      for (int i = 0; i < group.size(); i++) {
        answers[group.get(i)] = found.get(i);
      }
    }
    return answers;
  }

  private List<ModelAnswer[]> askOneByOne(
      KvCache images, int count, List<QuestionPrompt> questions) {
    List<ModelAnswer[]> answers =
        IntStream.range(0, count).mapToObj(i -> new ModelAnswer[questions.size()]).toList();
    for (int q = 0; q < questions.size(); q++) {
      List<ModelAnswer> found = runs.answer(images, Collections.nCopies(count, questions.get(q)));
      for (int i = 0; i < count; i++) {
        answers.get(i)[q] = found.get(i);
      }
    }
    return answers;
  }

  private static Map<Integer, List<Integer>> byLength(int count, IntUnaryOperator length) {
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    IntStream.range(0, count)
        .forEach(
            i -> groups.computeIfAbsent(length.applyAsInt(i), each -> new ArrayList<>()).add(i));
    return groups;
  }
}
