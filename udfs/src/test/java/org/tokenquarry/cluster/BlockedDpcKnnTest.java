package org.tokenquarry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TorchProducts;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.TokenMatrix;

/** Blocks, screened in float and decided in double, give the bits of {@link DpcKnn}. */
class BlockedDpcKnnTest {

  /** Points that are hard to tell apart in float. */
  enum Points {
    GAUSSIAN {
      @Override
      float element(Random random, int i, int d) {
        return (float) random.nextGaussian();
      }
    },
    /** A large common vector: the differences are small beside the elements. */
    FAR_FROM_ZERO {
      @Override
      float element(Random random, int i, int d) {
        return (float) (1e3 + 1e-3 * random.nextGaussian());
      }
    },
    /** Each vector many times. */
    DUPLICATES {
      @Override
      float element(Random random, int i, int d) {
        return new Random(i % 7).nextInt(1000) + d;
      }
    },
    ALL_EQUAL {
      @Override
      float element(Random random, int i, int d) {
        return 0.1f * d;
      }
    },
    ALL_ZERO {
      @Override
      float element(Random random, int i, int d) {
        return 0;
      }
    },
    /** Corners of cubes: most distances are equal. */
    EQUAL_DISTANCES {
      @Override
      float element(Random random, int i, int d) {
        return random.nextInt(2);
      }
    },
    /** One vector for each axis: all distances are equal. */
    SIMPLEX {
      @Override
      float element(Random random, int i, int d) {
        return i % 40 == d ? 1 : 0;
      }
    },
    HUGE_NORMS {
      @Override
      float element(Random random, int i, int d) {
        return (float) (random.nextGaussian() * 1e37);
      }
    },
    TINY_NORMS {
      @Override
      float element(Random random, int i, int d) {
        return (float) (random.nextGaussian() * 1e-41);
      }
    },
    /** Norms from 1e-30 to 1e30 side by side. */
    MIXED_NORMS {
      @Override
      float element(Random random, int i, int d) {
        return (float) (random.nextGaussian() * Math.pow(10, i % 61 - 30));
      }
    };

    abstract float element(Random random, int i, int d);

    TokenMatrix matrix(int count, int dim) {
      Random random = new Random(count + 31L * dim);
      float[] values = new float[count * dim];
      for (int i = 0; i < count; i++) {
        for (int d = 0; d < dim; d++) {
          values[i * dim + d] = element(random, i, d);
        }
      }
      return new TokenMatrix(values, dim);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheBitsOfTheDriversKernel(Points points) {
    for (int dim : new int[] {3, 40}) {
      TokenMatrix matrix = points.matrix(230, dim);
      DpcKnnSettings settings = new DpcKnnSettings(9, 5);
      Clustering expected = new DpcKnn(settings).cluster(matrix);
      for (int[] sizes : new int[][] {{230}, {100, 130}, {1, 77, 2, 90, 60}, tens()}) {
        assertSame(clustered(matrix, settings, sizes, 3), expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 40})
  void anyNumberOfNeighboursAndClusters(int neighbours) {
    TokenMatrix matrix = Points.GAUSSIAN.matrix(120, 5);
    DpcKnnSettings settings = new DpcKnnSettings(2 * neighbours, neighbours);

    assertSame(
        clustered(matrix, settings, new int[] {50, 1, 69}, 1),
        new DpcKnn(settings).cluster(matrix));
  }

  @Test
  void slicesOfManyDimensionsAreAdded() {
    TokenMatrix matrix = Points.FAR_FROM_ZERO.matrix(90, 2 * Screen.DEPTH + 7);
    DpcKnnSettings settings = new DpcKnnSettings(4, 5);

    assertSame(
        clustered(matrix, settings, new int[] {40, 50}, 1), new DpcKnn(settings).cluster(matrix));
  }

  @Test
  void fewerPointsThanNeighbours() {
    TokenMatrix matrix = Points.GAUSSIAN.matrix(3, 4);
    DpcKnnSettings settings = new DpcKnnSettings(2, 5);

    assertSame(
        clustered(matrix, settings, new int[] {1, 2}, 1), new DpcKnn(settings).cluster(matrix));
  }

  @ParameterizedTest
  @EnumSource
  void cellsCostOnlyTheNeighboursOfOtherCells(Points points) {
    TokenMatrix matrix = points.matrix(230, 3);
    DpcKnnSettings settings = new DpcKnnSettings(9, 5);
    int[] cells = {120, 3, 7, 100};
    Clustering expected = expected(matrix, settings, cells);
    Clustering whole = clustered(matrix, settings, new BlockLayout(cells, new int[] {1, 1, 1, 1}));

    assertThat(whole.density()).isEqualTo(expected.density());
    assertThat(whole.centres()).isEqualTo(expected.centres());
    assertThat(whole.labels()).isEqualTo(expected.labels());
    int[] sizes = {1, 50, 40, 29, 3, 2, 5, 10, 10, 10, 10, 10, 10, 40};
    assertSame(clustered(matrix, settings, new BlockLayout(sizes, new int[] {4, 1, 2, 7})), whole);
    int[] ones = IntStream.range(0, 230).map(point -> 1).toArray();
    assertSame(clustered(matrix, settings, new BlockLayout(ones, cells)), whole);
  }

  /** DPC-kNN of all points, but with the densities that the points of a cell have alone. */
  private static Clustering expected(TokenMatrix points, DpcKnnSettings settings, int[] cells) {
    double[] density = new double[points.count()];
    int first = 0;
    for (int size : cells) {
      TokenMatrix cell = points.rows(IntStream.range(first, first + size).toArray());
      double[] alone = new DpcKnn(settings).cluster(cell).density();
      System.arraycopy(alone, 0, density, first, size);
      first += size;
    }
    int[] all = IntStream.range(0, points.count()).toArray();
    Vectors vectors = Vectors.of(points);
    double[][] squares = PairwiseSum.SQUARED_DIFFERENCES.of(vectors, all, vectors, 0);
    DensityOrder order = new DensityOrder(density);
    double[] delta = new double[points.count()];
    for (int i : all) {
      delta[i] =
          Math.sqrt(
              IntStream.of(all)
                      .mapToDouble(j -> order.denser(j, i) ? squares[i][j] : Double.MAX_VALUE)
                      .min()
                      .orElseThrow()
                  / points.dim());
    }
    int[] centres = DensityPeaks.centres(density, delta, settings.clusters());
    int[] labels =
        IntStream.of(all)
            .map(
                i ->
                    IntStream.range(0, centres.length)
                        .boxed()
                        .min(Comparator.comparingDouble(c -> squares[i][centres[c]]))
                        .orElseThrow())
            .toArray();
    IntStream.range(0, centres.length).forEach(cluster -> labels[centres[cluster]] = cluster);
    return new Clustering(labels, centres, density, delta);
  }

  @Test
  void fewPairsAreDecidedInDouble() {
    TokenMatrix matrix = Points.GAUSSIAN.matrix(3_000, 16);
    int[] sizes = {1_000, 1_000, 1_000};
    Local searches = new Local(matrix, sizes, 1);
    BlockedDpcKnn blocked =
        new BlockedDpcKnn(new DpcKnnSettings(9, 5), BlockLayout.oneCell(sizes), searches);

    blocked.cluster();

    assertThat((double) blocked.work().decided() / blocked.work().pairs()).isLessThan(0.05);
  }

  @Test
  void theBoundHoldsForEveryPair() {
    for (Points points : Points.values()) {
      TokenMatrix matrix = points.matrix(60, 40);
      Screen screen = PointSpace.of(List.of(PointSpace.Part.of(matrix))).screen();
      ScreenedPoints screened = new ScreenedPoints(matrix, screen);
      try (TorchProducts products = new TorchProducts(ModelDevice.CPU)) {
        products.of(
            screened,
            screened,
            (row, rows, column, columns, tile) -> {
              for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                  double exact = screen.units(screened.squares(i, screened, new int[] {j})[0]);
                  float twice = 2 * tile[i * columns + j];
                  assertThat(exact)
                      .as("%s %d %d", points, i, j)
                      .isBetween(
                          screened.low(i) + screened.low(j) - twice,
                          screened.high(i) + screened.high(j) - twice);
                }
              }
            });
      }
    }
  }

  private static int[] tens() {
    return IntStream.range(0, 23).map(block -> 10).toArray();
  }

  private static Clustering clustered(
      TokenMatrix matrix, DpcKnnSettings settings, BlockLayout layout) {
    return new BlockedDpcKnn(settings, layout, new Local(matrix, layout.sizes(), 2)).cluster();
  }

  private static Clustering clustered(
      TokenMatrix matrix, DpcKnnSettings settings, int[] sizes, int seed) {
    return new BlockedDpcKnn(settings, BlockLayout.oneCell(sizes), new Local(matrix, sizes, seed))
        .cluster();
  }

  private static void assertSame(Clustering actual, Clustering expected) {
    assertThat(actual.density()).isEqualTo(expected.density());
    assertThat(actual.delta()).isEqualTo(expected.delta());
    assertThat(actual.centres()).isEqualTo(expected.centres());
    assertThat(actual.labels()).isEqualTo(expected.labels());
  }

  /** Searches blocks in this process, in a random order. */
  private record Local(TokenMatrix points, int[] sizes, int seed) implements PointSearches {

    private PointBlock block(int number) {
      int first = Arrays.stream(sizes).limit(number).sum();
      return new PointBlock(
          first, points.rows(IntStream.range(first, first + sizes[number]).toArray()));
    }

    @Override
    public void neighbours(
        List<Stripe> stripes, PointSearch.Known known, Consumer<FoundPairs> found) {
      search(
          stripes,
          (search, stripe) -> {
            PointSearch.Ready left = search.ready(block(stripe.left()));
            for (int right : stripe.rights()) {
              PointSearch.Ready other = right == stripe.left() ? left : search.ready(block(right));
              found.accept(search.neighbours(left, other, known));
            }
          });
    }

    @Override
    public void denser(List<Climb> climbs, DensityOrder order, Consumer<FoundPairs> found) {
      search(
          climbs,
          (search, climb) -> {
            PointSearch.Ready left = search.ready(new PointBlock(0, points.rows(climb.numbers())));
            for (int right : climb.rights()) {
              found.accept(
                  search.denser(
                      climb.numbers(), left, search.ready(block(right)), order, climb.squares()));
            }
          });
    }

    @Override
    public void labels(int[] centres, Consumer<FoundPairs> found) {
      search(
          IntStream.range(0, sizes.length).boxed().toList(),
          (search, block) ->
              found.accept(
                  search.labels(
                      search.ready(block(block)),
                      search.ready(new PointBlock(0, points.rows(centres))))));
    }

    private <U> void search(List<U> units, java.util.function.BiConsumer<PointSearch, U> work) {
      List<U> shuffled = new ArrayList<>(units);
      Collections.shuffle(shuffled, new Random(seed));
      PointSpace space = PointSpace.of(List.of(PointSpace.Part.of(points)));
      try (TorchProducts products = new TorchProducts(ModelDevice.CPU)) {
        PointSearch search = new PointSearch(space, products);
        shuffled.forEach(unit -> work.accept(search, unit));
      }
    }
  }
}
