package org.tokenquarry.experiment;

/**
 * Whether a token is redundant, and which stage decided.
 *
 * @param stage the first stage that rejected the token; {@link Stage#GLOBAL} where none did
 * @param redundant whether the token passed every stage
 */
public record Verdict(Stage stage, boolean redundant) {

  /**
   * Judges scores in the order of the stages, so that every engine names the same stage. Scores of
   * stages behind the deciding one are not read and may be null.
   */
  public static Verdict of(TokenScores scores, ExperimentSettings settings) {
    if (settings.withinImage() != null && scores.clusterSize() > settings.withinImage().maxSize()) {
      return new Verdict(Stage.WITHIN_IMAGE, false);
    }
    if (!(scores.top1Probability() < settings.maxTop1Probability())) {
      return new Verdict(Stage.SINGLE_TOKEN, false);
    }
    // Divergences are never negative, so the region alone can settle the sum.
    if (!(settings.regionWeight() * scores.regionDivergence() < settings.maxDivergence())) {
      return new Verdict(Stage.REGION, false);
    }
    double sum = settings.combined(scores.regionDivergence(), scores.globalDivergence());
    return new Verdict(Stage.GLOBAL, sum < settings.maxDivergence());
  }
}
