package org.tokenquarry.scene;

import java.util.List;

/**
 * A question about an image with the answers that count as right.
 *
 * @param set the name of the set of images it belongs to
 * @param type what it asks for, such as {@code count}
 * @param text the question in lower case, words and the question mark separated by single spaces
 * @param answers at least one, each a single word
 */
public record Question(String set, String type, String text, List<String> answers) {

  /** Copies the answers. */
  public Question {
    answers = List.copyOf(answers);
  }
}
