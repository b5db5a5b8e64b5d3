package org.tokenquarry.jobs.question;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.question.QuestionLine.Place;
import org.tokenquarry.source.SourceReader;
import org.tokenquarry.source.WrittenPath;
import org.tokenquarry.task.HeldOutQuestion;
import org.tokenquarry.task.ImageIds;

/**
 * Reads a file of questions. An image named by its path is read once, to compute its sha256; so is
 * a frame that is asked about.
 */
final class QuestionReader {

  private static final String PARQUET = ".parquet";

  /** A million questions, all of which are kept in memory. */
  private static final long MOST_BYTES = 256L << 20;

  private final SparkSession spark;
  private final String location;
  private final Path path;
  private final QuestionRules rules;
  private final Map<String, String> idsByUri = new HashMap<>();
  private final Map<String, List<String>> framesByFolder = new HashMap<>();

  /**
   * Prepares to read.
   *
   * @param location of the file
   * @param rules what questions leave to the settings
   */
  QuestionReader(SparkSession spark, String location, QuestionRules rules) {
    this.spark = spark;
    this.location = location;
    this.path = new Path(location);
    this.rules = rules;
  }

  /**
   * Reads all questions.
   *
   * @throws UserException if the file does not exist, holds no question, or a line is not a
   *     question
   */
  QuestionSet read() {
    SortedMap<ImageIds, List<HeldOutQuestion>> byImages = new TreeMap<>();
    List<String> lines;
    try {
      FileSystem fs = path.getFileSystem(spark.sessionState().newHadoopConf());
      lines = lines(fs);
      for (int number = 1; number <= lines.size(); number++) {
        Place place = new Place(location, number);
        QuestionLine line = QuestionLine.of(lines.get(number - 1), rules.scoring(), place);
        byImages
            .computeIfAbsent(imageIds(fs, line.images(), place), ids -> new ArrayList<>())
            .add(line.question());
      }
    } catch (FileNotFoundException e) {
      throw QuestionErrors.questionsMissing(location);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (byImages.isEmpty()) {
      throw QuestionErrors.noQuestions(location);
    }
    return new QuestionSet(digest(lines), byImages);
  }

  /** Which frames are asked about is part of the questions. */
  private String digest(List<String> lines) {
    String digest = Sha256.of(lines);
    return framesByFolder.isEmpty() ? digest : Sha256.of(digest + " frames " + rules.frames());
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

  private ImageIds imageIds(FileSystem fs, NamedImages images, Place place) throws IOException {
    if (images.how() == NamedImages.How.IDS) {
      return new ImageIds(images.names());
    }
    try {
      if (images.how() == NamedImages.How.FOLDER) {
        return new ImageIds(frames(fs, images.names().get(0), place));
      }
      List<String> ids = new ArrayList<>();
      for (String image : images.names()) {
        ids.add(imageId(fs, image));
      }
      return new ImageIds(ids);
    } catch (FileNotFoundException | NoSuchFileException | NotDirectoryException e) {
      throw place.bad("is about an image or a folder that does not exist");
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw place.bad("is about an image whose path cannot be used");
    }
  }

  private List<String> frames(FileSystem fs, String written, Place place) throws IOException {
    List<String> known = framesByFolder.get(written);
    if (known != null) {
      return known;
    }
    Path folder = new Path(path.getParent(), WrittenPath.of(written));
    List<String> all =
        FrameFolder.uris(folder.getFileSystem(fs.getConf()), folder, rules.extensions());
    if (all.isEmpty()) {
      throw place.bad("is about a folder without frames");
    }
    List<String> ids = new ArrayList<>();
    for (String uri : FrameFolder.sampled(all, rules.frames())) {
      ids.add(read(fs, uri));
    }
    framesByFolder.put(written, ids);
    return ids;
  }

  private String imageId(FileSystem fs, String written) throws IOException {
    Path file = new Path(path.getParent(), WrittenPath.of(written));
    return read(fs, file.getFileSystem(fs.getConf()).makeQualified(file).toString());
  }

  private String read(FileSystem fs, String uri) throws IOException {
    String known = idsByUri.get(uri);
    if (known != null) {
      return known;
    }
    String id = Sha256.of(new SourceReader(fs.getConf()).read(uri, Long.MAX_VALUE));
    idsByUri.put(uri, id);
    return id;
  }
}
