package org.tokenquarry.task;

import java.util.List;

/**
 * One image or several, and the questions about them.
 *
 * @param name see {@link ImageIds#name}
 * @param questions at least one
 */
record AskedImages(String name, List<HeldOutQuestion> questions) {

  /** Copies the list. */
  AskedImages {
    questions = List.copyOf(questions);
  }
}
