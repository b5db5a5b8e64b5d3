package org.tokenquarry.prune;

import java.util.List;
import java.util.Map;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * DART-V, a proxy of {@link Dart} before the language model: projected tokens stand for keys and
 * for states, and the pivots are image tokens, eight of them by default. Exactly as many tokens as
 * the budget says; a larger budget need not contain a smaller one. {@code O(N D)}.
 *
 * @param pivots how many there are, at least 1; no more than the budget are used
 */
public record DartProxy(int pivots) implements SelectingPruner {

  private static final int EIGHT = 8;

  /** Its constant. */
  public static final TunableMethod<Pruner> TUNABLE =
      new TunableMethod<>(
          "dart-v",
          List.of(
              new Constant(
                  "pivots",
                  EIGHT,
                  List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 10.0, 12.0, 16.0, 20.0, 24.0, 32.0),
                  Bounds.whole(1, 1_000_000))),
          values -> new DartProxy(values.whole("pivots")));

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public DartProxy {
    if (pivots < 1) {
      throw new IllegalArgumentException("DART-V needs at least 1 pivot, not " + pivots);
    }
  }

  /** With eight pivots. */
  public DartProxy() {
    this(EIGHT);
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("pivots", (double) pivots));
  }

  @Override
  public int[] keep(ImageFeatures image, int budget) {
    TokenMatrix tokens = image.tokens().projected();
    PrunerChecks.requireBudget(budget, tokens.count());
    Cosines.requireFinite(tokens);
    Dart dart = new Dart(Math.min(pivots, budget), 0);
    Dart.Prompt prompt = new Dart.Prompt(tokens, tokens, 0, tokens.count());
    return dart.exactly(prompt, dart.pivots(prompt), budget);
  }
}
