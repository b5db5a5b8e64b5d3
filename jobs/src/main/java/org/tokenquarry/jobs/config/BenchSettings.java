package org.tokenquarry.jobs.config;

import java.nio.file.Path;
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
 * @param startRuns of each process in {@code bench start}
 * @param bundle the random bundle that {@code bench bundle} makes
 */
public record BenchSettings(
    int images,
    Optional<Path> photos,
    int threads,
    boolean published,
    Thresholds thresholds,
    List<Integer> scalingImages,
    int startRuns,
    RandomBundle bundle) {

  /** Where the thresholds of {@code bench engine} come from. */
  public enum Thresholds {
    /** From {@code experiment.*}. */
    SETTINGS,
    /** The quantiles {@code calibrate.quantiles.*} of the scores found. */
    QUANTILES
  }

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

  static BenchSettings from(Section in) {
    Section bundle = in.section("bundle");
    return new BenchSettings(
        in.integer("images", Range.atLeast(1)),
        in.optionalText("photos").map(Path::of),
        in.integer("threads", new Range(1, 1024, Range.Edges.BOTH)),
        in.flag("published"),
        in.choice("thresholds", Thresholds.class),
        in.section("scaling").integers("images", Range.atLeast(1)),
        in.section("start").integer("runs", Range.atLeast(1)),
        new RandomBundle(
            bundle.text("directory"),
            bundle.integer("hidden", Range.atLeast(64)),
            bundle.integer("layers", Range.atLeast(1)),
            bundle.integer("grid", Range.atLeast(3)),
            bundle.integer("vocabulary", Range.atLeast(64)),
            bundle.text("dtype")));
  }
}
