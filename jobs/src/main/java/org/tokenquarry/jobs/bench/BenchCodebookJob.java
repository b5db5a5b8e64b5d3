package org.tokenquarry.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.io.FileUtils;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.ContentDigest;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.token.TokenMatrix;

/**
 * Writes a codebook of random prototypes to a new warehouse, reads it, sends it to tasks, and
 * scores the tokens of an image by it: with the float product that decides in double, and with all
 * cosines in double.
 *
 * <p>Input: none. Output: none but the summary; the warehouse is deleted. Needs no model. Example:
 *
 * <pre>{@code tokenquarry bench codebook --prototypes 20000 --dim 4096}</pre>
 *
 * <p>Failure modes: the codebook does not fit into the heap, {@code 4 n D} bytes.
 */
public final class BenchCodebookJob implements Job<BenchCodebookSummary> {

  /** Prototypes are noise around this many directions, as those of clusters are. */
  private static final int DIRECTIONS = 64;

  private static final float NOISE = 0.5f;
  private static final long SEED = 1;
  private static final double NANOS = 1e9;

  @Override
  public BenchCodebookSummary run(JobContext context) {
    BenchSettings.RandomCodebook sizes = context.settings().bench().codebook();
    Path directory = temporary();
    try {
      Codebooks codebooks =
          new Codebooks(new Warehouse(context.spark(), directory.resolve("warehouse").toString()));
      List<Prototype> prototypes = prototypes(sizes);
      CodebookVersion claimed =
          codebooks.claim(draft(prototypes, context.run().id()), context.info());
      double write = seconds(() -> codebooks.add(claimed, prototypes, context.info()));
      CodebookVersion version = codebooks.complete(claimed, context.info());
      prototypes.clear(); // Else there would be two copies.
      List<TokenMatrix> read = new ArrayList<>();
      double readSeconds = seconds(() -> read.add(codebooks.embeddings(version)));
      Codebook codebook = new Codebook(read.get(0));
      return new BenchCodebookSummary(
          sizes.prototypes(),
          sizes.dim(),
          sizes.tokens(),
          Runtime.getRuntime().maxMemory(),
          4L * sizes.prototypes() * sizes.dim(),
          write,
          readSeconds,
          SeenCodebooks.copies(context.spark(), codebook),
          Scorings.of(codebook, read.get(0), tokens(sizes, read.get(0))));
    } finally {
      FileUtils.deleteQuietly(directory.toFile());
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("tokenquarry-bench-codebook");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Prototype> prototypes(BenchSettings.RandomCodebook sizes) {
    Random random = new Random(SEED);
    TokenMatrix directions = gaussian(random, DIRECTIONS, sizes.dim());
    List<Prototype> prototypes = new ArrayList<>();
    for (int i = 0; i < sizes.prototypes(); i++) {
      int cluster = i % DIRECTIONS;
      float[] embedding = directions.row(cluster);
      for (int d = 0; d < embedding.length; d++) {
        embedding[d] += NOISE * (float) random.nextGaussian();
      }
      TokenKey origin = new TokenKey("0".repeat(64), i);
      prototypes.add(new Prototype(cluster, origin, embedding, 1, 1));
    }
    return prototypes;
  }

  /** Half of the tokens are like a prototype, half like none. */
  private static TokenMatrix tokens(BenchSettings.RandomCodebook sizes, TokenMatrix prototypes) {
    Random random = new Random(SEED + 1);
    TokenMatrix tokens = gaussian(random, sizes.tokens(), sizes.dim());
    for (int i = 0; i < tokens.count(); i += 2) {
      int like = random.nextInt(prototypes.count());
      for (int d = 0; d < tokens.dim(); d++) {
        tokens.values()[i * tokens.dim() + d] += prototypes.at(like, d);
      }
    }
    return tokens;
  }

  private static TokenMatrix gaussian(Random random, int count, int dim) {
    float[] values = new float[Math.multiplyExact(count, dim)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new TokenMatrix(values, dim);
  }

  private static CodebookVersion draft(List<Prototype> prototypes, String runId) {
    ContentDigest digest = new ContentDigest();
    prototypes.forEach(prototype -> digest.add(prototype.embedding()));
    return new CodebookVersion(
        0,
        CodebookVersion.Status.BUILDING,
        "projected",
        "",
        "random",
        "{}",
        "",
        "",
        0,
        0,
        0,
        DIRECTIONS,
        prototypes.size(),
        digest.hex(),
        runId,
        Instant.EPOCH,
        null,
        null);
  }

  static double seconds(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / NANOS;
  }
}
