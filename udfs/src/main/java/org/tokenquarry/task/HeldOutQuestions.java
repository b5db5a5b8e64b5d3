package org.tokenquarry.task;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Questions about held-out images, as executors get them.
 *
 * @param byImage the questions about each image, at least one, by image id
 */
public record HeldOutQuestions(SortedMap<String, List<HeldOutQuestion>> byImage)
    implements Serializable {

  /** Copies the map. */
  public HeldOutQuestions {
    byImage = Collections.unmodifiableSortedMap(new TreeMap<>(byImage));
  }

  /** The questions about an image that has some. */
  List<HeldOutQuestion> about(String imageId) {
    return byImage.get(imageId);
  }
}
