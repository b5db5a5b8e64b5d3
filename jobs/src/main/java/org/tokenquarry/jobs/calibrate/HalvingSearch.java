package org.tokenquarry.jobs.calibrate;

import java.util.List;
import org.tokenquarry.jobs.config.SearchSettings;

/**
 * Successive halving (Jamieson and Talwalkar 2016): everything on few images, the best of it on
 * more, and so on. Nothing is asked the same question twice.
 *
 * <p>Contestants are ranked by the accuracy relative to the unpruned model, averaged over the keep
 * ratios. Of equals the one listed first wins. Images come in the order of their ids. Several
 * fields take their rungs together, each with rankings of its own, so that all see the same images
 * and an image is encoded once for all.
 *
 * @param <T> what is tried
 */
final class HalvingSearch<T> {

  private final SearchSettings settings;
  private final Asking<T> asking;
  private final List<String> images;

  /** Asks the model. */
  @FunctionalInterface
  interface Asking<T> {

    /** Adds what each contestant reaches on some images. */
    void ask(List<Contestant<T>> contestants, List<String> imageIds);
  }

  /**
   * Prepares a search.
   *
   * @param settings say how many images the first rung has, and how many reach the next
   * @param images ids of the validation split, in order
   */
  HalvingSearch(SearchSettings settings, Asking<T> asking, List<String> images) {
    this.settings = settings;
    this.asking = asking;
    this.images = List.copyOf(images);
  }

  /** Runs the rungs until one contestant of each field is left, or all images were asked about. */
  void run(List<Field<T>> fields) {
    List<Field<T>> open = fields;
    int asked = 0;
    int next = settings.images();
    while (!open.isEmpty()) {
      int until = Math.min(next, images.size());
      asking.ask(open.stream().flatMap(Field::asked).toList(), images.subList(asked, until));
      asked = until;
      for (Field<T> field : open) {
        field.rank(asked);
      }
      open = asked == images.size() ? List.of() : open.stream().filter(Field::undecided).toList();
      open.forEach(field -> field.keepOneOf(settings.keepOneOf()));
      next *= settings.keepOneOf();
    }
  }
}
