package org.tokenquarry.answer;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.PromptPositions;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;

/**
 * The images that a question is about, in their order: one, several, or the frames of a video. The
 * text between two images is always shown, as newlines are. Most methods count parts through all
 * images.
 *
 * @param images at least one
 * @param between {@code [T, R]}: the embedded text between two images; no rows where there is none
 */
public record ImageSequence(List<ImageView> images, TokenMatrix between) {

  /** Copies the list. */
  public ImageSequence {
    images = List.copyOf(images);
  }

  /** One image, with no text between. */
  public static ImageSequence of(ImageView image) {
    return new ImageSequence(List.of(image), new TokenMatrix(new float[0], image.dim()));
  }

  /** The parts of all images, which are pruned. */
  public List<ImageFeatures> parts() {
    return images.stream().flatMap(image -> image.parts().stream()).toList();
  }

  /** How many visual tokens there are, newlines not counted. */
  public int tokens() {
    return images.stream().mapToInt(ImageView::tokens).sum();
  }

  /** How many places are shown whatever is pruned: newlines, and the text between the images. */
  public int others() {
    int newlines = images.stream().mapToInt(ImageView::newlines).sum();
    return newlines + between.count() * (images.size() - 1);
  }

  /**
   * The sequence that is left after pruning.
   *
   * @param left what is left of each part
   * @throws IllegalArgumentException if it is not one element for each part
   */
  public ShownTokens shown(List<Pruned> left) {
    if (left.size() != parts().size()) {
      throw new IllegalArgumentException(left.size() + " parts of " + parts().size());
    }
    TokenSequence sequence = new TokenSequence(images.get(0).dim());
    int first = 0;
    for (int i = 0; i < images.size(); i++) {
      if (i > 0) {
        sequence.show(between);
      }
      int last = first + images.get(i).parts().size();
      images.get(i).addTo(sequence, left.subList(first, last));
      first = last;
    }
    return sequence.shown();
  }

  /** The positions of a prompt with these images; empty where the decoder counts. */
  public Optional<PromptPositions> positions(BundleManifest model) {
    // Models whose positions are no count have one part of an image.
    List<TokenGrid> grids = parts().stream().map(part -> part.tokens().grid()).toList();
    return PromptPositions.of(model, grids, between.count());
  }
}
