package org.tokenquarry.jobs.question;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.error.UserException;

/** Whatever the line of a file of questions, it is read or refused. */
@Tag("fuzz")
class QuestionLineFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void onlyTypedErrors(byte[] bytes) {
    try {
      QuestionLine.of(new String(bytes, UTF_8), Scoring.VQA, new QuestionLine.Place("a", 1));
    } catch (UserException e) {
      assertThat(e.problems())
          .allSatisfy(
              problem -> assertThat(problem.code()).isIn("bad-question", "too-many-images"));
    }
  }
}
