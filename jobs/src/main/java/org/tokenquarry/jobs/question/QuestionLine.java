package org.tokenquarry.jobs.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.error.UserException;
import org.tokenquarry.task.HeldOutQuestion;

/**
 * One line of a file of questions.
 *
 * @param images that it is about
 * @param question what is asked
 */
record QuestionLine(NamedImages images, HeldOutQuestion question) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The place of a line, for messages. */
  record Place(String location, int number) {

    /** What is wrong with the line; a predicate. */
    UserException bad(String what) {
      return QuestionErrors.badQuestion(location, number, what);
    }
  }

  /**
   * Reads a line.
   *
   * @param line a JSON object
   * @param usual scoring of a question that names none
   * @throws UserException {@code bad-question} if it is no question; {@code too-many-images}
   */
  static QuestionLine of(String line, Scoring usual, Place place) {
    JsonNode node = parsed(line, place);
    NamedImages images = NamedImages.of(node, place);
    if (!node.path("question").isTextual()) {
      throw place.bad("has no question");
    }
    return new QuestionLine(
        images,
        new HeldOutQuestion(
            node.path("set").asText("questions"),
            node.path("question").asText(),
            answers(node.path("answers")),
            scoring(node.path("scoring"), usual, place)));
  }

  private static JsonNode parsed(String line, Place place) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw place.bad("is no JSON");
    }
  }

  private static List<String> answers(JsonNode given) {
    List<String> answers = new ArrayList<>();
    if (given.isArray()) {
      given.forEach(answer -> answers.add(answer.asText()));
    } else if (given.isValueNode() && !given.isNull()) {
      answers.add(given.asText());
    }
    return answers;
  }

  private static Scoring scoring(JsonNode given, Scoring usual, Place place) {
    if (!given.isTextual()) {
      return usual;
    }
    try {
      return Scoring.of(given.asText());
    } catch (IllegalArgumentException e) {
      throw place.bad("has an unknown scoring: " + e.getMessage());
    }
  }
}
