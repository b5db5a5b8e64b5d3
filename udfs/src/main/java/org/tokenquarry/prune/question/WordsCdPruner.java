package org.tokenquarry.prune.question;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;

/**
 * CDPruner where there is no text tower of CLIP, as in OpenVINO GenAI: relevance is the mean cosine
 * of a visual token to the embeddings of the question's tokens. Unlike the published {@link
 * CdPruner#relevance}, it is not negated.
 *
 * <p>With {@code q_i} in about [0, 1], the weight of a token in the kernel is {@code exp(w q_i / (2
 * (1 - w)))}; the choice is that of {@link CdPruner#rank}.
 *
 * @param weight w, of relevance against diversity, in [0, 1)
 */
public record WordsCdPruner(double weight) implements QuestionPruner {

  /** With the weight of OpenVINO GenAI. */
  public static final WordsCdPruner OPENVINO = new WordsCdPruner(0.5);

  /** Its constant. */
  public static final TunableMethod<QuestionPruner> TUNABLE =
      new TunableMethod<>(
          "cdpruner-words",
          List.of(Constant.shareBelowOne("weight", OPENVINO.weight)),
          values -> new WordsCdPruner(values.number("weight")));

  private static final double OFFSET = 1e-6;

  /**
   * Checks the weight.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public WordsCdPruner {
    if (!(weight >= 0 && weight < 1)) {
      throw new IllegalArgumentException("CDPruner needs a weight in [0, 1), not " + weight);
    }
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("weight", weight));
  }

  @Override
  public int[] rank(ImageFeatures image, Asked question, int most) {
    return CdPruner.rank(image.tokens().projected(), weights(image, question.words()), most);
  }

  private double[] weights(ImageFeatures image, AskedWords question) {
    double[] relevance = CdPruner.likeness(image.tokens().projected(), question.all());
    double smallest = Arrays.stream(relevance).min().orElseThrow();
    double range = Arrays.stream(relevance).max().orElseThrow() - smallest;
    double steepness = weight / (2 * (1 - weight));
    return Arrays.stream(relevance)
        .map(r -> Math.exp(steepness * (range == 0 ? 1 : (r - smallest + OFFSET) / range)))
        .toArray();
  }
}
