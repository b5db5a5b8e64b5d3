package org.tokenquarry.jobs.question;

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
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.question.QuestionLine.Place;
import org.tokenquarry.source.SourceReader;
import org.tokenquarry.source.WrittenPath;
import org.tokenquarry.task.HeldOutQuestion;

/** Reads a file of questions. An image named by its path is read once, to compute its sha256. */
final class QuestionReader {

  private static final String PARQUET = ".parquet";

  /** A million questions, all of which are kept in memory. */
  private static final long MOST_BYTES = 256L << 20;

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
        Place place = new Place(location, number);
        QuestionLine line = QuestionLine.of(lines.get(number - 1), scoring, place);
        byImage
            .computeIfAbsent(imageId(fs, line, place), id -> new ArrayList<>())
            .add(line.question());
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
    long bytes = fs.getFileStatus(path).getLen();
    if (bytes > MOST_BYTES) {
      throw QuestionErrors.tooLarge(location, bytes, MOST_BYTES);
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(fs.open(path), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private String imageId(FileSystem fs, QuestionLine line, Place place) throws IOException {
    if (line.imageId().isPresent()) {
      return line.imageId().get();
    }
    String known = idsByPath.get(line.image());
    if (known != null) {
      return known;
    }
    try {
      Path file = new Path(path.getParent(), WrittenPath.of(line.image()));
      String uri = file.getFileSystem(fs.getConf()).makeQualified(file).toString();
      String id = Sha256.of(new SourceReader(fs.getConf()).read(uri, Long.MAX_VALUE));
      idsByPath.put(line.image(), id);
      return id;
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw place.bad("is about an image that does not exist");
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw place.bad("is about an image whose path cannot be used");
    }
  }
}
