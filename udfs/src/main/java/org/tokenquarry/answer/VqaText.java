package org.tokenquarry.answer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The usual normalisation of short answers before they are compared. */
final class VqaText {

  private static final Set<String> ARTICLES = Set.of("a", "an", "the");
  private static final List<String> WORDS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
  private static final Map<String, String> DIGITS =
      WORDS.stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  word -> word, word -> Integer.toString(WORDS.indexOf(word))));

  private VqaText() {}

  /**
   * Makes letters lower case, removes punctuation except a decimal point, removes commas in
   * numbers, writes number words as digits and none as 0, removes articles, and leaves single
   * spaces. Apostrophes are removed from both sides, which makes "dont" and "don't" equal, as the
   * published table of contractions does.
   */
  static String normal(String text) {
    String plain =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("(?<=\\d),(?=\\d)", "")
            .replaceAll("(?<!\\d)\\.|\\.(?!\\d)", "")
            .replaceAll("['’`]", "")
            .replaceAll("[\\p{Punct}&&[^.]]", " ");
    return Arrays.stream(plain.strip().split("\\s+"))
        .map(word -> word.equals("none") ? "0" : DIGITS.getOrDefault(word, word))
        .filter(word -> !ARTICLES.contains(word))
        .collect(Collectors.joining(" "));
  }
}
