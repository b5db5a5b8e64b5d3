package org.tokenquarry.serving;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.tokenquarry.numeric.FloatProducts;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.TokenMatrix;

/**
 * What it costs to score and to drop the tokens of one image, beside the matrix product that is in
 * it, by the same library in the same thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@Threads(1)
public class ScoreBenchmark {

  /** Tokens of an image. */
  @Param("576")
  public int tokens;

  /** Prototypes of the codebook. */
  @Param("1000")
  public int prototypes;

  /** Their width. */
  @Param("4096")
  public int width;

  private float[] values;
  private Vectors left;
  private Vectors right;
  private ServedCodebook codebook;

  /** Draws both matrices. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    values = drawn(random, tokens);
    TokenMatrix drawn = new TokenMatrix(drawn(random, prototypes), width);
    codebook = ServedCodebook.of("drawn", drawn);
    left = Vectors.unit(new TokenMatrix(values, width));
    right = Vectors.unit(drawn);
  }

  private float[] drawn(Random random, int count) {
    float[] drawn = new float[count * width];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    return drawn;
  }

  /** The product alone. */
  @Benchmark
  public void product(Blackhole hole) {
    FloatProducts.of(left, right, (i, first, products, count) -> hole.consume(products[0]));
  }

  /** The scores; the tokens are new ones each time, as in a server. */
  @Benchmark
  public double[] score() {
    return codebook.score(new TokenMatrix(values, width));
  }

  /** The places that stay of them. */
  @Benchmark
  public int[] keep() {
    return codebook.keep(new TokenMatrix(values, width), tokens / 9);
  }
}
