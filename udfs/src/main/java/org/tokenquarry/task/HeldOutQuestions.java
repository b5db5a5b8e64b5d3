package org.tokenquarry.task;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Questions about held-out images, as executors get them.
 *
 * @param byImages the questions about one image or several, at least one, by {@link ImageIds#name}
 * @param mostImages the most images that a question is about
 */
public record HeldOutQuestions(SortedMap<String, List<HeldOutQuestion>> byImages, int mostImages)
    implements Serializable {

  /** Copies the map. */
  public HeldOutQuestions {
    byImages = Collections.unmodifiableSortedMap(new TreeMap<>(byImages));
  }

  /** The questions about images that there are some about. */
  List<HeldOutQuestion> about(String name) {
    return byImages.get(name);
  }
}
