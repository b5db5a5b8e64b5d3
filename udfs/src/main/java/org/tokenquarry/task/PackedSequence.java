package org.tokenquarry.task;

import java.io.Serializable;
import java.util.List;
import org.tokenquarry.pack.PackSlice;

/**
 * The images of a question, and where their bytes are.
 *
 * @param images in the order of the question
 * @param slices of packs that together hold each of them
 */
public record PackedSequence(ImageIds images, List<PackSlice> slices) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Copies the list. */
  public PackedSequence {
    slices = List.copyOf(slices);
  }
}
