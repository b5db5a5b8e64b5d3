package org.tokenquarry.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScoringTest {

  @ParameterizedTest
  @CsvSource({
    "Yes, yes",
    "'Yes, there is a dog.', yes",
    "'There is no dog in the image.', no",
    "No., no",
    "'It is not there', no",
    "'Yes. No doubt about it', yes",
    "'No, there is not', no",
    "nothing, yes"
  })
  void popeTakesNoWhereTheFirstSentenceSaysNo(String said, String expected) {
    assertThat(Scoring.YES_NO.score(said, List.of(expected))).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "A, B, 0",
    "B, B, 1",
    "b, B, 1",
    "(B), B, 1",
    "B. a cat, B, 1",
    "'The answer is C', C, 1",
    "'the answer is: (D)', D, 1",
    "Because, B, 0",
    "'', A, 0"
  })
  void choicesAreReadOffTheLetter(String said, String answer, double expected) {
    assertThat(Scoring.MULTIPLE_CHOICE.score(said, List.of(answer))).isEqualTo(expected);
  }

  @Test
  void vqaAveragesOverTheAnnotatorLeftOut() {
    assertThat(vqa("red", 10)).isEqualTo(1);
    assertThat(vqa("red", 0)).isZero();
    // 1 of 10: 9 subsets of 9 annotators hold it once, one does not.
    assertThat(vqa("red", 1)).isCloseTo(9 * (1 / 3.0) / 10, within(1e-12));
    assertThat(vqa("red", 3)).isCloseTo((3 * (2 / 3.0) + 7) / 10, within(1e-12));
    assertThat(Scoring.VQA.score("Two dogs!", List.of("2 dogs"))).isEqualTo(1);
    assertThat(Scoring.VQA.score("cat", List.of("dog", "horse"))).isZero();
  }

  private static double vqa(String said, int equal) {
    return Scoring.VQA.score(
        said,
        Stream.concat(
                Collections.nCopies(equal, "Red.").stream(),
                Collections.nCopies(10 - equal, "blue").stream())
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'The  cat', cat",
    "'an apple, a day', 'apple day'",
    "'1,000.50 dollars.', '1000.50 dollars'",
    "\"don't\", dont",
    "'T-shirt', 't shirt'",
    "none, 0",
    "seven, 7"
  })
  void textIsNormalisedAsUsual(String text, String normal) {
    assertThat(VqaText.normal(text)).isEqualTo(normal.replace("\"", ""));
  }

  @ParameterizedTest
  @EnumSource
  void codesLeadBack(Scoring scoring) {
    assertThat(Scoring.of(scoring.code())).isEqualTo(scoring);
  }

  @Test
  void whatHasNoScoreIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scoring.of("bleu"))
        .withMessage("a scoring is one of first-token, yes-no, vqa, multiple-choice, not bleu");
    assertThatIllegalStateException()
        .isThrownBy(() -> Scoring.FIRST_TOKEN.score("red", List.of("red")))
        .withMessage("first tokens are compared by their ids");
  }
}
