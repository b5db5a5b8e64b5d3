package org.tokenquarry.jobs.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is measured by the benchmarks.
 *
 * @param images of {@code bench engine}, at most
 * @param photos directory of photographs that it takes; empty for scenes
 * @param threads of {@code bench engine}, one group of images each
 * @param published whether {@code bench engine} runs the published procedure too
 * @param thresholds where the thresholds come from
 * @param scalingImages numbers of images of {@code bench scaling}, ascending
 * @param flow what {@code bench flow} measures
 * @param startRuns of each process in {@code bench start}
 * @param logCommits commits of {@code bench log}
 * @param logCommitsPerDay of these, so many make a day
 * @param bundle the random bundle that {@code bench bundle} makes
 * @param codebook the random codebook of {@code bench codebook}
 * @param cluster the random vectors of {@code bench cluster}
 */
public record BenchSettings(
    int images,
    Optional<Path> photos,
    int threads,
    boolean published,
    Thresholds thresholds,
    List<Integer> scalingImages,
    Flow flow,
    int startRuns,
    int logCommits,
    int logCommitsPerDay,
    RandomBundle bundle,
    RandomCodebook codebook,
    RandomTokens cluster) {

  /** Where the thresholds of {@code bench engine} come from. */
  public enum Thresholds {
    /** From {@code experiment.*}. */
    SETTINGS,
    /** The quantiles {@code calibrate.quantiles.*} of the scores found. */
    QUANTILES
  }

  /**
   * The mining of {@code bench flow}.
   *
   * @param slots of local Spark
   * @param images that are mined
   * @param secondsPerImage that the stand-in sleeps on average
   */
  public record Flow(int slots, int images, double secondsPerImage) {}

  /**
   * Sizes of a bundle with random weights.
   *
   * @param directory receives it
   * @param hidden width of decoder and tower
   * @param layers of the decoder; the tower has as many, 12 at most
   * @param grid rows and columns of visual tokens
   * @param vocabulary tokens known
   * @param dtype {@code float32}, {@code float16} or {@code bfloat16}
   */
  public record RandomBundle(
      String directory, int hidden, int layers, int grid, int vocabulary, String dtype) {}

  /**
   * Sizes of a random codebook.
   *
   * @param prototypes how many
   * @param dim their width
   * @param tokens of the image that is scored
   */
  public record RandomCodebook(int prototypes, int dim, int tokens) {}

  /**
   * A number of vectors.
   *
   * @param points how many
   * @param dim their width
   */
  public record Points(int points, int dim) {

    private static Points parse(String text) {
      String[] numbers = text.split("x", -1);
      if (numbers.length != 2) {
        throw new IllegalArgumentException(text);
      }
      Points points = new Points(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
      if (points.points < 1 || points.dim < 1) {
        throw new IllegalArgumentException(text);
      }
      return points;
    }
  }

  /**
   * Random vectors to cluster.
   *
   * @param sizes at least one
   * @param referenceUpTo the most vectors that are also clustered in double
   * @param approximate sizes for which approximations are compared instead; may be empty
   */
  public record RandomTokens(List<Points> sizes, int referenceUpTo, List<Points> approximate) {}

  static BenchSettings from(Section in) {
    Section bundle = in.section("bundle");
    Section flow = in.section("flow");
    Section codebook = in.section("codebook");
    Section cluster = in.section("cluster");
    return new BenchSettings(
        in.integer("images", Range.atLeast(1)),
        in.optionalText("photos").map(Path::of),
        in.integer("threads", new Range(1, 1024, Range.Edges.BOTH)),
        in.flag("published"),
        in.choice("thresholds", Thresholds.class),
        in.section("scaling").integers("images", Range.atLeast(1)),
        new Flow(
            flow.integer("slots", new Range(1, 1024, Range.Edges.BOTH)),
            flow.integer("images", Range.atLeast(1)),
            flow.number("secondsPerImage", new Range(0, 3600, Range.Edges.BOTH))),
        in.section("start").integer("runs", Range.atLeast(1)),
        in.section("log").integer("commits", Range.atLeast(1)),
        in.section("log").integer("commitsPerDay", Range.atLeast(1)),
        new RandomBundle(
            bundle.text("directory"),
            bundle.integer("hidden", Range.atLeast(64)),
            bundle.integer("layers", Range.atLeast(1)),
            bundle.integer("grid", Range.atLeast(3)),
            bundle.integer("vocabulary", Range.atLeast(64)),
            bundle.text("dtype")),
        new RandomCodebook(
            codebook.integer("prototypes", Range.atLeast(1)),
            codebook.integer("dim", Range.atLeast(1)),
            codebook.integer("tokens", Range.atLeast(1))),
        new RandomTokens(
            points(cluster, "sizes"),
            cluster.integer("referenceUpTo", Range.atLeast(0)),
            points(cluster, "approximate")));
  }

  private static List<Points> points(Section in, String key) {
    return in.parsedList(
        key,
        "a list of sizes such as 20000x4096",
        texts ->
            texts.stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(Points::parse)
                .toList());
  }
}
