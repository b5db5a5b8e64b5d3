package org.tokenquarry.prune;

import java.util.List;

/**
 * A published method that no evaluation compares, and the reason. Most of them change weights, and
 * an evaluation does not change the model; others need what a bundle does not have.
 *
 * @param name of the method
 * @param source its paper
 * @param reason one sentence
 */
public record NotCompared(String name, String source, String reason) {

  private static final List<NotCompared> METHODS =
      List.of(
          new NotCompared(
              "mqt",
              "MQT, arXiv 2405.19315",
              "Its visual tokens come from a query transformer that is trained with the model."),
          new NotCompared(
              "m3",
              "M3, arXiv 2405.17430",
              "The model is fine-tuned on pooled tokens; untuned pooling is the row"
                  + " average-pooling."),
          new NotCompared(
              "dyvte",
              "DyVTE, arXiv 2411.19628",
              "A gate in each layer is trained to decide when visual tokens leave."),
          new NotCompared(
              "quecc",
              "QueCC, arXiv 2411.03312",
              "Its projector, which mixes the question into the visual tokens, is trained."),
          new NotCompared(
              "yopo",
              "YOPO, arXiv 2410.06169",
              "It removes heads and neurons, not tokens, and fine-tunes what is left."),
          new NotCompared(
              "controlmllm",
              "ControlMLLM, arXiv 2407.21534",
              "It drops no token: for each question it learns an offset to the visual tokens by"
                  + " gradients, so that attention falls in a region that a user gives."),
          new NotCompared(
              "prunesid-dynamic",
              "PruneSID with a dynamic budget, arXiv 2603.09480",
              "It gives an image more or fewer tokens than the mean of the whole data set, and a"
                  + " pruner sees one image; its fixed form is the row prunesid."),
          new NotCompared(
              "image-downsampling",
              "VTC-Bench, arXiv 2510.07143",
              "A bundle takes images of one size, so a smaller image is enlarged again and has as"
                  + " many tokens as before; its grid form is the row grid-downsampling."));

  /** All of them, in the order of lists and reports. */
  public static List<NotCompared> methods() {
    return METHODS;
  }
}
