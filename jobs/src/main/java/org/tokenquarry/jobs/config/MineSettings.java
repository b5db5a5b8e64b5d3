package org.tokenquarry.jobs.config;

import java.time.Duration;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.model.Batching;

/**
 * How mining runs; no component changes a verdict or enters a digest.
 *
 * @param engine what carries out the experiments
 * @param batchSize sequences that go through the decoder at once in the exhaustive engine
 * @param batchMemory bytes of a batch of the cascade
 * @param imagesPerBatch images whose sequences share batches of the cascade; 0: as many as suit the
 *     device
 * @param imagesPerTask the most images of one Spark task
 * @param imagesPerCommit a commit is made as soon as so many images are finished
 * @param giveUpAfter the run ends when the model has given nothing of use for so many images, and
 *     numbers for none; 0: never
 * @param commitEvery a commit is made at the latest so long after an image was finished
 */
public record MineSettings(
    EngineKind engine,
    int batchSize,
    long batchMemory,
    int imagesPerBatch,
    int imagesPerTask,
    int imagesPerCommit,
    int giveUpAfter,
    Duration commitEvery) {

  /** How many sequences and images go through the model at once. */
  public Batching batching() {
    return new Batching(batchSize, batchMemory, imagesPerBatch);
  }

  /** The same with another pace of commits. */
  public MineSettings committing(int afterImages, Duration every) {
    return new MineSettings(
        engine,
        batchSize,
        batchMemory,
        imagesPerBatch,
        imagesPerTask,
        afterImages,
        giveUpAfter,
        every);
  }

  static MineSettings from(Section in) {
    return new MineSettings(
        in.choice("engine", EngineKind.class),
        in.integer("batchSize", new Range(1, 65_536, Range.Edges.BOTH)),
        in.bytes("batchMemory"),
        in.integer("imagesPerBatch", new Range(0, 1024, Range.Edges.BOTH)),
        in.integer("imagesPerTask", Range.atLeast(1)),
        in.integer("imagesPerCommit", Range.atLeast(1)),
        in.integer("giveUpAfter", Range.atLeast(0)),
        in.duration("commitEvery"));
  }
}
