package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** What is taken for the output of a model that works. */
class OutputCheckTest {

  private static final float[] BLANK = {1, 2, 1, 2, 1, 2, 1, 2};
  private static final float[] DIFFERENT = {1, 2, 3, 4, 5, 6, 7, 8};

  @Test
  void tokensOfOneNumberAreRefused() {
    assertThat(OutputCheck.ofTokens(tokens(0, 0, 0, 0, 0, 0, 0, 0)))
        .contains(ModelFailure.constant("All elements of all visual tokens are 0.0."));
    assertThat(OutputCheck.ofTokens(tokens(0, 0, 0, 0, 0, 0, 0, Float.NaN)))
        .map(ModelFailure::reason)
        .contains(ModelFailure.Reason.NON_FINITE);
    assertThat(OutputCheck.ofTokens(tokens(BLANK))).isEmpty();
    assertThat(OutputCheck.ofTokens(tokens(DIFFERENT))).isEmpty();
  }

  @Test
  void sameAnswersAreRefusedWhereTokensDiffer() {
    assertThat(check(tokens(DIFFERENT), 0.25, 0.25, null, 0.25))
        .map(ModelFailure::detail)
        .contains(
            "The decoder gave the same answer with the same probability, 0.25, for each of 3"
                + " different visual tokens.");
    assertThat(check(tokens(BLANK), 0.25, 0.25, 0.25, 0.25)).isEmpty();
    assertThat(check(tokens(DIFFERENT), 0.25, 0.25, 0.25, 0.24)).isEmpty();
    assertThat(check(tokens(DIFFERENT), 0.25, null, null, null)).as("one answer").isEmpty();
    assertThat(check(tokens(DIFFERENT), null, null, null, null)).as("no answer").isEmpty();
    assertThat(check(tokens(DIFFERENT), 1.0, 1.0, 1.0, 1.0)).as("quite sure").isEmpty();
  }

  private static Optional<ModelFailure> check(VisualTokens tokens, Double... probabilities) {
    List<TokenFinding> findings = new ArrayList<>();
    for (int token = 0; token < probabilities.length; token++) {
      Double probability = probabilities[token];
      TokenScores scores =
          new TokenScores(null, probability, probability == null ? null : 7, null, null);
      findings.add(new TokenFinding(token, token, scores, new Verdict(Stage.SINGLE_TOKEN, false)));
    }
    return OutputCheck.ofExperiments(tokens, new Examination(findings, null));
  }

  private static VisualTokens tokens(float... values) {
    return new VisualTokens(new TokenGrid(2, 2), new TokenMatrix(values, 2), new float[4]);
  }
}
