package org.tokenquarry.jobs.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.source.SourceReader;
import org.tokenquarry.source.WrittenPath;
import org.tokenquarry.task.HeldOutQuestion;

/** Reads a file of questions. An image named by its path is read once, to compute its sha256. */
final class QuestionReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PARQUET = ".parquet";
  private final SparkSession spark;
  private final String location;
  private final Path path;
  private final Scoring scoring;
  private final Map<String, String> idsByPath = new HashMap<>();

  /**
   * Prepares to read.
   *
   * @param location of the file
   * @param scoring of questions that do not name theirs
   */
  QuestionReader(SparkSession spark, String location, Scoring scoring) {
    this.spark = spark;
    this.location = location;
    this.path = new Path(location);
    this.scoring = scoring;
  }

  /**
   * Reads all questions.
   *
   * @throws UserException if the file does not exist, holds no question, or a line is not a
   *     question
   */
  QuestionSet read() {
    SortedMap<String, List<HeldOutQuestion>> byImage = new TreeMap<>();
    List<String> lines;
    try {
      FileSystem fs = path.getFileSystem(spark.sessionState().newHadoopConf());
      lines = lines(fs);
      for (int number = 1; number <= lines.size(); number++) {
        JsonNode node = parse(lines.get(number - 1), number);
        byImage
            .computeIfAbsent(imageId(fs, node, number), id -> new ArrayList<>())
            .add(question(node, number));
      }
    } catch (FileNotFoundException e) {
      throw QuestionErrors.questionsMissing(location);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (byImage.isEmpty()) {
      throw QuestionErrors.noQuestions(location);
    }
    return new QuestionSet(Sha256.of(lines), byImage);
  }

  private List<String> lines(FileSystem fs) throws IOException {
    if (location.endsWith(PARQUET)) {
      fs.getFileStatus(path);
      // The order of rows depends on how Spark splits the file. Sorted, it depends on the rows
      // alone.
      return spark.read().parquet(location).toJSON().collectAsList().stream().sorted().toList();
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(fs.open(path), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private JsonNode parse(String line, int number) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw bad(number, "is no JSON");
    }
  }

  private HeldOutQuestion question(JsonNode node, int number) {
    if (!node.path("question").isTextual()) {
      throw bad(number, "has no question");
    }
    List<String> answers = new ArrayList<>();
    JsonNode given = node.path("answers");
    if (given.isArray()) {
      given.forEach(answer -> answers.add(answer.asText()));
    } else if (given.isValueNode() && !given.isNull()) {
      answers.add(given.asText());
    }
    return new HeldOutQuestion(
        node.path("set").asText("questions"),
        node.path("question").asText(),
        answers,
        scoring(node, number));
  }

  private Scoring scoring(JsonNode node, int number) {
    if (!node.path("scoring").isTextual()) {
      return scoring;
    }
    try {
      return Scoring.of(node.path("scoring").asText());
    } catch (IllegalArgumentException e) {
      throw bad(number, "has an unknown scoring: " + e.getMessage());
    }
  }

  private String imageId(FileSystem fs, JsonNode node, int number) throws IOException {
    if (node.path("imageId").isTextual()) {
      return node.path("imageId").asText();
    }
    String image = node.path("image").asText();
    if (image.isEmpty()) {
      throw bad(number, "names no image");
    }
    String known = idsByPath.get(image);
    if (known != null) {
      return known;
    }
    Path file = fs.makeQualified(new Path(path.getParent(), WrittenPath.of(image)));
    try {
      byte[] content = new SourceReader(fs.getConf()).read(file.toString(), Long.MAX_VALUE);
      String id = Sha256.of(content);
      idsByPath.put(image, id);
      return id;
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw bad(number, "is about an image that does not exist");
    }
  }

  private UserException bad(int number, String what) {
    return QuestionErrors.badQuestion(location, number, what);
  }
}
