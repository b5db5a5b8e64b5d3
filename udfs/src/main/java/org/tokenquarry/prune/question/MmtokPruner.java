package org.tokenquarry.prune.question;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;

/**
 * {@link Mmtok} on the tokens of an image. All may be kept; the published code leaves out patches
 * that show padding only, which an image that was cropped does not have.
 *
 * @param rule with its constants
 */
public record MmtokPruner(Mmtok rule) implements QuestionPruner {

  private static final String TEXT = "text";
  private static final String VISION = "vision";
  private static final String SHARE = "share";

  /** Its constants: the temperatures of text and image, and the weight of the image's coverage. */
  public static final TunableMethod<QuestionPruner> TUNABLE =
      new TunableMethod<>(
          "mmtok",
          List.of(
              new Constant(
                  TEXT,
                  Mmtok.PUBLISHED.textTemperature(),
                  List.of(0.005, 0.01, 0.05, 0.1, 0.2),
                  Bounds.above(0)),
              new Constant(
                  VISION,
                  Mmtok.PUBLISHED.visionTemperature(),
                  List.of(0.02, 0.05, 0.1, 0.4, 1.0),
                  Bounds.above(0)),
              new Constant(
                  SHARE,
                  Mmtok.PUBLISHED.visionShare(),
                  List.of(0.0, 0.1, 0.2, 0.35, 0.75, 1.0, 2.0, 4.0),
                  Bounds.atLeast(0))),
          values ->
              new MmtokPruner(
                  new Mmtok(values.number(TEXT), values.number(VISION), values.number(SHARE))));

  @Override
  public String name() {
    return TUNABLE.named(
        Map.of(
            TEXT,
            rule.textTemperature(),
            VISION,
            rule.visionTemperature(),
            SHARE,
            rule.visionShare()));
  }

  @Override
  public int[] rank(ImageFeatures image, Asked question, int most) {
    int[] all = IntStream.range(0, image.tokens().grid().size()).toArray();
    return rule.rank(
        image.tokens().projected(), image.features(), question.words().content(), all, most);
  }
}
