package org.tokenquarry.task;

import java.util.List;

/**
 * An image and the questions about it.
 *
 * @param imageId sha256 of its bytes
 * @param questions at least one
 */
record AskedImage(String imageId, List<HeldOutQuestion> questions) {

  /** Copies the list. */
  AskedImage {
    questions = List.copyOf(questions);
  }
}
