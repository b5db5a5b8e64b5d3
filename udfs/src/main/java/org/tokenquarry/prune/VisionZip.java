package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;

/**
 * VisionZip (Yang et al., CVPR 2025, arXiv 2412.04467) as a selection: it keeps dominant tokens by
 * [CLS] attention and evenly spaced contextual tokens.
 *
 * <p>Of the tokens that are not dominant, in spatial order, every {@code max(1, rest /
 * contextual)}-th is contextual, from the first on. Before the projector, the paper adds to each
 * contextual token the mean of the other tokens that are most similar to it by attention keys. A
 * bundle exposes neither the keys nor the projector alone, so contextual tokens are kept as they
 * are. The paper also keeps [CLS], which is not a visual token here.
 *
 * @param contextual the share of contextual tokens, in [0, 1]; of a budget m there are {@code m}
 *     times this, rounded half to even
 */
public record VisionZip(double contextual) implements SelectingPruner {

  /** As in the paper: 10 of 64 tokens are contextual. */
  public static final VisionZip PUBLISHED = new VisionZip(10.0 / 64);

  /** Its constant. */
  public static final TunableMethod<Pruner> TUNABLE =
      new TunableMethod<>(
          "visionzip",
          List.of(Constant.share("contextual", PUBLISHED.contextual)),
          values -> new VisionZip(values.number("contextual")));

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public VisionZip {
    if (!(contextual >= 0 && contextual <= 1)) {
      throw new IllegalArgumentException(
          "VisionZip needs a share of contextual tokens from 0 to 1, not " + contextual);
    }
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("contextual", contextual));
  }

  @Override
  public int[] keep(ImageFeatures image, int budget) {
    PrunerChecks.requireBudget(budget, image.tokens().grid().size());
    return select(image, budget, (int) Math.rint(budget * contextual));
  }

  /** {@code contextual} of the {@code budget} tokens are spread, the others dominant. */
  static int[] select(ImageFeatures image, int budget, int contextual) {
    int[] order = ClsAttentionPruner.mostAttended(image);
    int dominant = budget - contextual;
    int[] rest = Arrays.stream(order, dominant, order.length).sorted().toArray();
    int step = contextual == 0 ? 1 : Math.max(1, rest.length / contextual);
    return IntStream.concat(
            Arrays.stream(order, 0, dominant),
            IntStream.range(0, contextual).map(i -> rest[i * step]))
        .sorted()
        .toArray();
  }
}
