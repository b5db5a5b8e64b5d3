package org.tokenquarry.task;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.tokenquarry.answer.ModelAnswer;
import org.tokenquarry.answer.QuestionPrompt;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.model.PromptTokenizer;

/**
 * A question of an evaluation.
 *
 * @param set whose figures it enters
 * @param prompt as the model receives it
 * @param scoring how answers are judged
 * @param answers those that count as right, possibly none
 * @param firstIds the first token of each
 */
record AskedQuestion(
    String set, QuestionPrompt prompt, Scoring scoring, List<String> answers, Set<Long> firstIds) {

  /** From a row of {@link AskQuestions#INPUT}. */
  static AskedQuestion of(Row row, PromptTokenizer tokenizer, int maxAnswerTokens) {
    List<String> answers = row.getList(2);
    Scoring scoring = Scoring.of(row.getString(3));
    int maxTokens = scoring.readsText() && !answers.isEmpty() ? maxAnswerTokens : 0;
    return new AskedQuestion(
        row.getString(0),
        new QuestionPrompt(tokenizer.questionIds(row.getString(1)), maxTokens),
        scoring,
        List.copyOf(answers),
        answers.stream()
            .map(answer -> tokenizer.encode(answer)[0])
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Judges an answer to a question that has answers. */
  double score(ModelAnswer answer, String said) {
    return scoring.readsText()
        ? scoring.score(said, answers)
        : firstIds.contains((long) answer.first()) ? 1 : 0;
  }
}
