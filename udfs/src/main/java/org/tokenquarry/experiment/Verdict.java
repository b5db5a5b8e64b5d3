package org.tokenquarry.experiment;

/**
 * Whether a token is redundant, and which stage decided.
 *
 * @param stage the first stage that rejected the token; {@link Stage#GLOBAL} where none did
 * @param redundant whether the token passed every stage
 */
public record Verdict(Stage stage, boolean redundant) {

  /**
   * Says whether a token with these scores passes a stage. Only the scores of this stage are read;
   * the global stage also reads the region's.
   */
  static boolean passes(Stage stage, TokenScores scores, ExperimentSettings settings) {
    return switch (stage) {
      case WITHIN_IMAGE ->
          settings.withinImage() == null
              || scores.clusterSize() <= settings.withinImage().maxSize();
      case SINGLE_TOKEN -> scores.top1Probability() < settings.maxTop1Probability();
      // Divergences are not negative, so the region's alone can exceed the limit of the sum.
      case REGION -> settings.regionWeight() * scores.regionDivergence() < settings.maxDivergence();
      case GLOBAL ->
          settings.combined(scores.regionDivergence(), scores.globalDivergence())
              < settings.maxDivergence();
    };
  }

  /**
   * Judges scores in the order of the stages, so that every engine names the same stage. Scores of
   * stages after the deciding one are not read and may be null.
   */
  public static Verdict of(TokenScores scores, ExperimentSettings settings) {
    for (Stage stage : Stage.values()) {
      if (!passes(stage, scores, settings)) {
        return new Verdict(stage, false);
      }
    }
    return new Verdict(Stage.GLOBAL, true);
  }
}
