package org.tokenquarry.answer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How an answer is judged against those that count as right. */
public enum Scoring {

  /**
   * The most probable first token is the first token of an answer. Nothing is decoded; {@link
   * #score} is not for it.
   */
  FIRST_TOKEN("first-token") {
    @Override
    public double score(String said, List<String> answers) {
      throw new IllegalStateException("first tokens are compared by their ids");
    }
  },

  /** POPE (arXiv 2305.10355): "no" if the first sentence says no or not, else "yes". */
  YES_NO("yes-no") {
    @Override
    public double score(String said, List<String> answers) {
      return saysYes(said) == saysYes(answers.get(0)) ? 1 : 0;
    }
  },

  /**
   * VQA (arXiv 1505.00468): {@code min(1, n / 3)}, n being how many of the other annotators gave
   * this answer, averaged over which annotator is left out. With fewer than four answers, 1 if it
   * is any of them. Compared after {@link VqaText#normal}.
   */
  VQA("vqa") {
    @Override
    public double score(String said, List<String> answers) {
      String normal = VqaText.normal(said);
      int equal = (int) answers.stream().filter(a -> VqaText.normal(a).equals(normal)).count();
      if (answers.size() < FEWEST_ANNOTATORS) {
        return equal > 0 ? 1 : 0;
      }
      double withoutEqual = equal * Math.min(1, (equal - 1) / AGREEING);
      double withoutOther = (answers.size() - equal) * Math.min(1, equal / AGREEING);
      return (withoutEqual + withoutOther) / answers.size();
    }
  },

  /** The letter that the answer begins with, or that follows "answer is". */
  MULTIPLE_CHOICE("multiple-choice") {
    @Override
    public double score(String said, List<String> answers) {
      Matcher letter = LETTER.matcher(said.strip());
      return letter.find() && answers.stream().anyMatch(a -> sameLetter(letter, a)) ? 1 : 0;
    }
  };

  private static final int FEWEST_ANNOTATORS = 4;
  private static final double AGREEING = 3;
  private static final Pattern LETTER =
      Pattern.compile("(?:^|(?i:answer is:?)\\s*)\\(?([A-Za-z])(?![A-Za-z'])");

  private final String code;

  Scoring(String code) {
    this.code = code;
  }

  /**
   * Judges an answer.
   *
   * @param said what the model said
   * @param answers those that count as right, at least one
   * @return in [0, 1]
   */
  public abstract double score(String said, List<String> answers);

  /** A stable name for question files. */
  public String code() {
    return code;
  }

  /** Whether more than the first token must be decoded. */
  public boolean readsText() {
    return this != FIRST_TOKEN;
  }

  /**
   * The scoring of a code.
   *
   * @throws IllegalArgumentException if there is none; the message lists the codes
   */
  public static Scoring of(String code) {
    return Arrays.stream(values())
        .filter(scoring -> scoring.code.equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Arrays.stream(values())
                            .map(Scoring::code)
                            .collect(Collectors.joining(", ", "a scoring is one of ", ", not "))
                        + code));
  }

  /** What POPE makes of an answer: yes, unless the first sentence holds the word no or not. */
  public static boolean saysYes(String said) {
    String sentence = said.split("\\.", 2)[0].replace(",", "").toLowerCase(Locale.ROOT);
    return Arrays.stream(sentence.strip().split("\\s+"))
        .noneMatch(word -> word.equals("no") || word.equals("not"));
  }

  private static boolean sameLetter(Matcher found, String answer) {
    return answer.strip().equalsIgnoreCase(found.group(1));
  }
}
