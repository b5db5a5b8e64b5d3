package org.tokenquarry.experiment;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * Finds out whether what a model gave for an image can be used. What is not a number has no order;
 * and where the output does not depend on the input, every token would seem to say nothing, and the
 * whole image would be taken for redundant.
 */
final class OutputCheck {

  private OutputCheck() {}

  /** What is wrong with the visual tokens of an image; empty if nothing is. */
  static Optional<ModelFailure> ofTokens(VisualTokens tokens) {
    TokenMatrix projected = tokens.projected();
    if (!tokens.rows().finite()) {
      return Optional.of(
          ModelFailure.nonFinite("The vision encoder gave a visual token that is not finite."));
    }
    float[] values = projected.values();
    if (values.length > 1
        && IntStream.range(1, values.length).allMatch(i -> values[i] == values[0])) {
      return Optional.of(
          ModelFailure.constant("All elements of all visual tokens are %s.".formatted(values[0])));
    }
    return Optional.empty();
  }

  /** What is wrong with the experiments on an image; empty if nothing is. */
  static Optional<ModelFailure> ofExperiments(VisualTokens tokens, Examination examination) {
    if (examination.failure() != null) {
      String cause = examination.failure().getMessage();
      return Optional.of(
          ModelFailure.nonFinite("The decoder gave no distribution: " + cause + "."));
    }
    return examination.findings().stream()
        .filter(finding -> !finding.scores().finite())
        .findFirst()
        .map(
            finding ->
                ModelFailure.nonFinite(
                    "The experiments on token %d gave a score that is not finite."
                        .formatted(finding.token())))
        .or(() -> sameAnswer(tokens.projected(), examination.findings()));
  }

  /** Tokens that are equal, as those of a blank image may be, rightly have equal answers. */
  private static Optional<ModelFailure> sameAnswer(
      TokenMatrix tokens, List<TokenFinding> findings) {
    List<TokenFinding> asked =
        findings.stream().filter(finding -> finding.scores().top1Probability() != null).toList();
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    TokenFinding first = asked.get(0);
    double probability = first.scores().top1Probability();
    // In double precision a model may be sure of many answers, each for a reason of its own.
    boolean same =
        probability < 1
            && asked.stream().allMatch(each -> sameAnswer(each.scores(), first.scores()))
            && asked.stream().anyMatch(each -> differ(tokens, each.token(), first.token()));
    return same
        ? Optional.of(
            ModelFailure.constant(
                "The decoder gave the same answer with the same probability, %s, for each of %d"
                        .formatted(probability, asked.size())
                    + " different visual tokens."))
        : Optional.empty();
  }

  private static boolean sameAnswer(TokenScores one, TokenScores other) {
    return one.top1Probability().equals(other.top1Probability())
        && one.top1Token().equals(other.top1Token());
  }

  private static boolean differ(TokenMatrix tokens, int one, int other) {
    return IntStream.range(0, tokens.dim()).anyMatch(d -> tokens.at(one, d) != tokens.at(other, d));
  }
}
