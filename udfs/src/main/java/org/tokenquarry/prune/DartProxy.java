package org.tokenquarry.prune;

import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * DART-V, a proxy of {@link Dart} before the language model: projected tokens stand for keys and
 * for states, and the pivots are eight image tokens. Exactly as many tokens as the budget says; a
 * larger budget need not contain a smaller one. {@code O(N D)}.
 */
public final class DartProxy implements SelectingPruner {

  private static final int PIVOTS = 8;

  @Override
  public String name() {
    return "dart-v";
  }

  @Override
  public int[] keep(ImageFeatures image, int budget) {
    TokenMatrix tokens = image.tokens().projected();
    PrunerChecks.requireBudget(budget, tokens.count());
    Cosines.requireFinite(tokens);
    Dart dart = new Dart(Math.min(PIVOTS, budget), 0);
    Dart.Prompt prompt = new Dart.Prompt(tokens, tokens, 0, tokens.count());
    return dart.exactly(prompt, dart.pivots(prompt), budget);
  }
}
