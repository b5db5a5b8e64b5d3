package org.tokenquarry.scene;

import java.util.List;

/**
 * A question about an image with the answers that count as right.
 *
 * @param set the name of the set of images it belongs to
 * @param type what it asks for, such as {@code count}
 * @param text the question in lower case, words and the question mark separated by single spaces
 * @param answers at least one, each a single word
 * @param scoring how answers are to be scored, as files of questions say it; empty where the reader
 *     decides
 */
public record Question(String set, String type, String text, List<String> answers, String scoring) {

  /** A question whose reader decides how it is scored. */
  public Question(String set, String type, String text, List<String> answers) {
    this(set, type, text, answers, "");
  }

  /** Copies the answers. */
  public Question {
    answers = List.copyOf(answers);
  }
}
