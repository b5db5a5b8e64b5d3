package org.tokenquarry.prune.question;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of a question that {@link Mmtok} reads: what it asks for, without how to answer. */
public final class QuestionWords {

  /** Sentences that a benchmark adds to every question. */
  static final List<String> FORMATS =
      List.of(
          "Answer the question using a single word or phrase.",
          "Answer with the option's letter from the given choices directly.");

  /** Words that name nothing. */
  static final Set<String> STOP_WORDS =
      Set.of(
          "a",
          "an",
          "and",
          "answer",
          "are",
          "at",
          "be",
          "been",
          "being",
          "but",
          "by",
          "did",
          "do",
          "does",
          "for",
          "from",
          "had",
          "has",
          "have",
          "he",
          "how",
          "i",
          "if",
          "into",
          "is",
          "it",
          "onto",
          "or",
          "question",
          "she",
          "so",
          "the",
          "then",
          "they",
          "to",
          "upon",
          "was",
          "we",
          "were",
          "what",
          "when",
          "where",
          "which",
          "who",
          "why",
          "with",
          "you");

  private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

  private QuestionWords() {}

  /**
   * The words, in their order, with a space between them.
   *
   * @param question what a user asks
   * @return the whole question if nothing else would be left
   */
  public static String of(String question) {
    String asked = question;
    for (String format : FORMATS) {
      asked = asked.replace(format, "");
    }
    String words =
        WORD.matcher(asked)
            .results()
            .map(match -> match.group())
            .filter(word -> !STOP_WORDS.contains(word.toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining(" "));
    return words.isEmpty() ? question : words;
  }
}
