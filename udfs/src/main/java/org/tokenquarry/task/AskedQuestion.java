package org.tokenquarry.task;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenquarry.answer.ModelAnswer;
import org.tokenquarry.answer.QuestionPrompt;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.PromptTokenizer;
import org.tokenquarry.prune.question.AskedWords;
import org.tokenquarry.prune.question.QuestionWords;
import org.tokenquarry.token.TokenMatrix;

/**
 * A question of an evaluation.
 *
 * @param set the question counts in the metrics of this set
 * @param text the question itself
 * @param prompt the question as the model receives it
 * @param scoring how answers are judged
 * @param answers the right answers, possibly none
 * @param firstIds the first token id of each right answer
 */
record AskedQuestion(
    String set,
    String text,
    QuestionPrompt prompt,
    Scoring scoring,
    List<String> answers,
    Set<Long> firstIds) {

  /**
   * Prepares a question for the model.
   *
   * @param maxAnswerTokens how long an answer may become where it is read as text
   */
  static AskedQuestion of(
      HeldOutQuestion question, PromptTokenizer tokenizer, int maxAnswerTokens) {
    boolean written = question.scoring().readsText() && question.answered();
    int maxTokens = written ? maxAnswerTokens : 0;
    return new AskedQuestion(
        question.set(),
        question.text(),
        new QuestionPrompt(tokenizer.questionIds(question.text()), maxTokens),
        question.scoring(),
        question.answers(),
        question.answers().stream()
            .map(answer -> tokenizer.encode(answer)[0])
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The question as pruners read it. A text without a token is read as it stands in the prompt. */
  AskedWords words(LoadedModel model) {
    long[] all = model.tokenizer().encode(text);
    if (all.length == 0) {
      all = prompt.ids();
    }
    long[] content = model.tokenizer().encode(QuestionWords.of(text));
    TokenMatrix embedded = embedded(model, all);
    return new AskedWords(embedded, content.length == 0 ? embedded : embedded(model, content));
  }

  private static TokenMatrix embedded(LoadedModel model, long[] ids) {
    try (NDManager scope = model.newScope()) {
      float[] values = model.decoder().embed(scope, ids).toFloatArray();
      TokenMatrix rows = new TokenMatrix(values, values.length / ids.length);
      return rows.columns(model.manifest().hidden());
    }
  }

  /**
   * Judges an answer to a question that has right answers.
   *
   * @param said the answer as text
   * @return in [0, 1]
   */
  double score(ModelAnswer answer, String said) {
    return scoring.readsText()
        ? scoring.score(said, answers)
        : firstIds.contains((long) answer.first()) ? 1 : 0;
  }
}
