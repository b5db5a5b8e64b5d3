package org.tokenquarry.task;

import java.io.Serializable;
import java.util.List;
import org.tokenquarry.digest.Sha256;

/**
 * The images that a question is about, in their order.
 *
 * @param ids sha256 of the bytes of each, at least one; an image may come twice
 */
public record ImageIds(List<String> ids) implements Comparable<ImageIds>, Serializable {

  private static final long serialVersionUID = 1L;

  /** Copies the list. */
  public ImageIds {
    ids = List.copyOf(ids);
  }

  /** Whether there are several. */
  public boolean several() {
    return ids.size() > 1;
  }

  /** One name for all: the id of a single image, else the sha256 of the ids. */
  public String name() {
    return several() ? Sha256.of(ids) : ids.get(0);
  }

  @Override
  public int compareTo(ImageIds other) {
    return name().compareTo(other.name());
  }
}
