package org.tokenquarry.jobs.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.table.FigureNames;

/**
 * Questions about held-out images.
 *
 * @param digest of the file
 * @param byImage the questions about each image, by image id
 */
record QuestionSet(String digest, SortedMap<String, List<HeldOutQuestion>> byImage) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REMEDY =
      "Each line must be an object with image or imageId, question and answers; see docs/questions.md.";

  /**
   * One question.
   *
   * @param set the set of images it belongs to
   * @param text as the model is asked
   * @param answers those that count as right, at least one
   */
  record HeldOutQuestion(String set, String text, List<String> answers) {}

  /** How many questions there are. */
  long size() {
    return ofSet(FigureNames.ALL).count();
  }

  /** How many questions a set has. */
  long size(String set) {
    return ofSet(set).count();
  }

  /** How many images the questions of a set are about. */
  long images(String set) {
    return byImage.values().stream()
        .filter(
            asked ->
                set.equals(FigureNames.ALL) || asked.stream().anyMatch(q -> q.set().equals(set)))
        .count();
  }

  private Stream<HeldOutQuestion> ofSet(String set) {
    return byImage.values().stream()
        .flatMap(List::stream)
        .filter(question -> set.equals(FigureNames.ALL) || question.set().equals(set));
  }

  /**
   * Reads a JSON Lines file.
   *
   * @throws UserException if it does not exist, or a line is not a question
   */
  static QuestionSet read(Configuration hadoop, String location) {
    Path path = new Path(location);
    List<String> lines = new ArrayList<>();
    SortedMap<String, List<HeldOutQuestion>> byImage = new TreeMap<>();
    try {
      FileSystem fs = path.getFileSystem(hadoop);
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(fs.open(path), StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
          JsonNode node = parse(line, location, lines.size());
          byImage
              .computeIfAbsent(imageId(fs, path, node, lines.size()), id -> new ArrayList<>())
              .add(question(node, location, lines.size()));
        }
      }
    } catch (FileNotFoundException e) {
      throw new UserException(
          "questions-missing",
          "The questions " + location + " do not exist.",
          "Name a file of questions with evaluate.questions.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (byImage.isEmpty()) {
      throw new UserException(
          "no-questions", "The file " + location + " holds no question.", REMEDY);
    }
    return new QuestionSet(Sha256.of(lines), byImage);
  }

  private static JsonNode parse(String line, String location, int number) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw bad(location, number, "is no JSON");
    }
  }

  private static HeldOutQuestion question(JsonNode node, String location, int number) {
    if (!node.path("question").isTextual() || node.path("answers").size() == 0) {
      throw bad(location, number, "has no question or no answers");
    }
    List<String> answers = new ArrayList<>();
    node.path("answers").forEach(answer -> answers.add(answer.asText()));
    return new HeldOutQuestion(
        node.path("set").asText("questions"), node.path("question").asText(), answers);
  }

  private static String imageId(FileSystem fs, Path questions, JsonNode node, int number)
      throws IOException {
    if (node.path("imageId").isTextual()) {
      return node.path("imageId").asText();
    }
    if (node.path("image").asText().isEmpty()) {
      throw bad(questions.toString(), number, "names no image");
    }
    try (FSDataInputStream in =
        fs.open(new Path(questions.getParent(), node.path("image").asText()))) {
      return Sha256.of(IOUtils.toByteArray(in));
    } catch (FileNotFoundException e) {
      throw bad(questions.toString(), number, "is about an image that does not exist");
    }
  }

  private static UserException bad(String location, int number, String what) {
    return new UserException(
        "bad-question", "Line " + number + " of " + location + " " + what + ".", REMEDY);
  }
}
