package org.tokenquarry.jobs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.cluster.BlockLayout;
import org.tokenquarry.cluster.BlockedDpcKnn;
import org.tokenquarry.cluster.Cells;
import org.tokenquarry.cluster.DensityOrder;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.cluster.FoundPairs;
import org.tokenquarry.cluster.PointBlock;
import org.tokenquarry.cluster.PointSearch;
import org.tokenquarry.cluster.PointSearches;
import org.tokenquarry.cluster.PointSpace;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.RgbImage;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.MatrixRate;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TorchProducts;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.scene.Scene;
import org.tokenquarry.scene.SceneGenerator;
import org.tokenquarry.scene.SceneRenderer;
import org.tokenquarry.token.TokenMatrix;

/** The planned operations of clustering, compared with those of visual tokens of drawn scenes. */
class ClusterCostTest {

  private static final int SCENES = 20;
  private static final int BLOCK = 720;
  private static final int CELLS = 4;
  private static final int PARTS = 32;
  private static final int CLUSTERS = 64;

  @Test
  void whatIsPlannedIsWhatIsDone() {
    try (LoadedModel model =
        LoadedModel.open(ModelBundle.open(ModelBundle.BUNDLED), ModelDevice.CPU)) {
      TokenMatrix tokens = tokens(model);
      double rate = MatrixRate.measure(model.device()) / 1e9;
      int[] sizes = IntStream.range(0, tokens.count() / BLOCK).map(block -> BLOCK).toArray();
      compare("exact", tokens, BlockLayout.oneCell(sizes), rate);
      Cells cells = cells(tokens);
      compare("partitioned", tokens.rows(cells.order()), cells.layout(BLOCK), rate);
    }
  }

  private static void compare(String name, TokenMatrix tokens, BlockLayout layout, double rate) {
    ClusterCost planned =
        new ClusterCost(tokens.count(), tokens.dim(), CLUSTERS, 32 << 20, layout.cells().length);
    long start = System.nanoTime();
    BlockedDpcKnn clustering =
        new BlockedDpcKnn(
            new DpcKnnSettings(CLUSTERS, 5), layout, new InTurn(tokens, layout.sizes()));
    clustering.cluster();
    double seconds = (System.nanoTime() - start) / 1e9;
    double assigned = layout.cells().length == 1 ? 0 : 2e-9 * tokens.values().length * PARTS;
    double gflop = clustering.work().operations() / 1e9 + assigned;
    System.out.printf(
        "planned and measured: cluster, %s, %.2f and %.2f GFLOP, %.2f and %.2f s%n",
        name, planned.gflop(), gflop, planned.gflop() / rate, seconds);
    assertThat(planned.gflop()).as(name).isCloseTo(gflop, withinPercentage(25));
  }

  /** Around tokens that are moved to the means of their parts a few times, as k-means does. */
  private static Cells cells(TokenMatrix tokens) {
    int[] all = IntStream.range(0, tokens.count()).toArray();
    int[] nearest = Arrays.stream(all).map(token -> token * 7 % PARTS).toArray();
    TokenMatrix centres = tokens;
    for (int round = 0; round < 10; round++) {
      List<float[]> means = new ArrayList<>();
      for (int part = 0; part < PARTS; part++) {
        means.add(mean(tokens, nearest, part));
      }
      centres = TokenMatrix.of(means, tokens.dim());
      double[][] squares =
          PairwiseSum.SQUARED_DIFFERENCES.of(
              Vectors.of(centres), IntStream.range(0, PARTS).toArray(), Vectors.of(tokens), 0);
      for (int token : all) {
        nearest[token] =
            IntStream.range(0, PARTS)
                .boxed()
                .min(Comparator.comparingDouble(part -> squares[part][token]))
                .orElseThrow();
      }
    }
    return Cells.around(nearest, centres, CELLS, 5);
  }

  private static float[] mean(TokenMatrix tokens, int[] nearest, int part) {
    int[] members =
        IntStream.range(0, nearest.length).filter(token -> nearest[token] == part).toArray();
    float[] mean = new float[tokens.dim()];
    for (int d = 0; d < mean.length; d++) {
      int dimension = d;
      mean[d] =
          (float)
              Arrays.stream(members)
                  .mapToDouble(token -> tokens.at(token, dimension))
                  .average()
                  .orElse(0);
    }
    return mean;
  }

  private static TokenMatrix tokens(LoadedModel model) {
    Preprocessor preprocessor = new Preprocessor(model.manifest().preprocessing());
    SceneGenerator generator = new SceneGenerator(1);
    SceneRenderer renderer = new SceneRenderer();
    float[][] pixels =
        IntStream.range(0, SCENES)
            .mapToObj(i -> renderer.render(generator.scene(i)).rgb())
            .map(rgb -> preprocessor.pixels(new RgbImage(Scene.SIZE, Scene.SIZE, rgb)).values())
            .toArray(float[][]::new);
    List<float[]> rows =
        model.vision().tokens(pixels).stream()
            .flatMap(
                image ->
                    IntStream.range(0, image.projected().count()).mapToObj(image.projected()::row))
            .toList();
    return TokenMatrix.of(rows, model.manifest().hidden());
  }

  /** Searches blocks in this process, one after another. */
  private record InTurn(TokenMatrix points, int[] sizes) implements PointSearches {

    private PointBlock block(int number) {
      int first = Arrays.stream(sizes).limit(number).sum();
      return new PointBlock(
          first, points.rows(IntStream.range(first, first + sizes[number]).toArray()));
    }

    @Override
    public void neighbours(
        List<Stripe> stripes, PointSearch.Known known, Consumer<FoundPairs> found) {
      search(
          search -> {
            for (Stripe stripe : stripes) {
              PointSearch.Ready left = search.ready(block(stripe.left()));
              for (int right : stripe.rights()) {
                PointSearch.Ready other =
                    right == stripe.left() ? left : search.ready(block(right));
                found.accept(search.neighbours(left, other, known));
              }
            }
          });
    }

    @Override
    public void denser(List<Climb> climbs, DensityOrder order, Consumer<FoundPairs> found) {
      search(
          search -> {
            for (Climb climb : climbs) {
              int[] numbers = climb.numbers();
              PointSearch.Ready left = search.ready(new PointBlock(0, points.rows(numbers)));
              for (int right : climb.rights()) {
                found.accept(
                    search.denser(
                        numbers, left, search.ready(block(right)), order, climb.squares()));
              }
            }
          });
    }

    @Override
    public void labels(int[] centres, Consumer<FoundPairs> found) {
      search(
          search -> {
            PointSearch.Ready all = search.ready(new PointBlock(0, points.rows(centres)));
            for (int block = 0; block < sizes.length; block++) {
              found.accept(search.labels(search.ready(block(block)), all));
            }
          });
    }

    private void search(Consumer<PointSearch> work) {
      PointSpace space = PointSpace.of(List.of(PointSpace.Part.of(points)));
      try (TorchProducts products = new TorchProducts(ModelDevice.CPU)) {
        work.accept(new PointSearch(space, products));
      }
    }
  }
}
