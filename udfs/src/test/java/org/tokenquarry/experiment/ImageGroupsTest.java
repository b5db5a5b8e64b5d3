package org.tokenquarry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** Images that are examined together give what each gives alone, bit for bit. */
class ImageGroupsTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-6);
  private static final int IMAGES = 9;

  /** Every token goes through every stage. */
  private static final ExperimentSettings OPEN = Samples.settings(1, 1e9, null);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "tiny-no-cls", "llava-tiny", "onevision-tiny"})
  void companionsChangeNoBit(String bundle) {
    try (LoadedModel model = load(TinyBundles.directory(bundle).toString())) {
      assertCompanionsChangeNoBit(model, OPEN);
      assertCompanionsChangeNoBit(model, halfPassing(model));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2_5_vl-tiny", "qwen3_vl-tiny"})
  void companionsChangeNoBitWherePositionsAreNoCount(String bundle) {
    try (LoadedModel model = load(TinyBundles.directory(bundle).toString())) {
      assertCompanionsChangeNoBit(model, Samples.onFewTokens(OPEN));
    }
  }

  @Test
  void companionsChangeNoBitOfTheBundledModel() {
    try (LoadedModel model = load(ModelBundle.BUNDLED)) {
      assertCompanionsChangeNoBit(model, halfPassing(model));
    }
  }

  private static void assertCompanionsChangeNoBit(LoadedModel model, ExperimentSettings settings) {
    List<float[]> pixels = pixels(model);
    List<ExaminedImage> alone = new ArrayList<>();
    for (float[] image : pixels) {
      alone.addAll(examine(model, settings, new Batching(1, 1 << 18, 4), List.of(image)));
    }
    Random random = new Random(1);
    for (int trial = 0; trial < 6; trial++) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, IMAGES).boxed().toList());
      Collections.shuffle(order, random);
      List<Integer> some = order.subList(0, 2 + random.nextInt(IMAGES - 1));
      Batching batching = new Batching(1, 1L << random.nextInt(10, 22), 2 + random.nextInt(8));
      List<ExaminedImage> together =
          examine(model, settings, batching, some.stream().map(pixels::get).toList());
      for (int i = 0; i < some.size(); i++) {
        ExaminedImage expected = alone.get(some.get(i));
        assertThat(together.get(i).findings())
            .as("%s, image %d of %s", batching, i, some)
            .isEqualTo(expected.findings());
        assertThat(together.get(i).tokens().projected().values())
            .isEqualTo(expected.tokens().projected().values());
      }
    }
    assertThat(model.openScopes()).isZero();
  }

  @Test
  void verdictsAreThoseOfTheReference() {
    try (LoadedModel model = load(TinyBundles.directory(TinyBundles.TINY).toString())) {
      ExperimentSettings settings = halfPassing(model);
      ExhaustiveEngine reference = new ExhaustiveEngine(model, settings, new Batching(16, 1));
      List<ExaminedImage> found =
          examine(model, settings, new Batching(1, 1 << 14, 4), pixels(model));
      assertThat(found).hasSize(IMAGES);
      for (ExaminedImage image : found) {
        assertClose(image.findings(), reference.examine(image.tokens()));
      }
    }
  }

  @Test
  void aSequenceBehindAnArticleIsRunAgainInABatch() throws Exception {
    assertArticlesAreSkipped(TinyBundles.TINY, 2, OPEN, withRule(FirstTokenRule.SKIP_ARTICLE));
  }

  @Test
  void anArticleStandsAtThePositionBehindThePrompt() throws Exception {
    assertArticlesAreSkipped(
        "qwen2_5_vl-tiny",
        IMAGES * 4,
        Samples.onFewTokens(OPEN),
        Samples.onFewTokens(withRule(FirstTokenRule.SKIP_ARTICLE)));
  }

  /**
   * Makes articles of what the model says first.
   *
   * @param articles how many at most
   */
  private void assertArticlesAreSkipped(
      String name, int articles, ExperimentSettings open, ExperimentSettings skipping)
      throws IOException {
    Path bundle = TinyBundles.copy(name, directory);
    long[] said;
    try (LoadedModel model = load(bundle.toString())) {
      said =
          examine(model, open, new Batching(1, 1 << 14, 4), pixels(model)).stream()
              .flatMap(image -> image.findings().stream())
              .mapToLong(finding -> finding.scores().top1Token())
              .distinct()
              .limit(articles)
              .toArray();
    }
    TinyBundles.edit(
        bundle,
        manifest -> {
          ObjectNode first = (ObjectNode) manifest.get("firstAnswerToken");
          first.put("rule", "skip");
          ArrayNode ids = first.putArray("skipIds");
          Arrays.stream(said).forEach(ids::add);
        });
    try (LoadedModel model = load(bundle.toString())) {
      assertCompanionsChangeNoBit(model, skipping);
      ExhaustiveEngine reference = new ExhaustiveEngine(model, skipping, new Batching(16, 1));
      Batching batching = new Batching(1, 1 << 14, 4);
      List<ExaminedImage> found = examine(model, skipping, batching, pixels(model));
      List<ExaminedImage> first = examine(model, open, batching, pixels(model));
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).findings()).isNotEqualTo(first.get(i).findings());
        assertClose(found.get(i).findings(), reference.examine(found.get(i).tokens()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anImageOnWhichTheModelFailsHarmsNoOther(int together) {
    try (LoadedModel model = load(TinyBundles.directory(TinyBundles.TINY).toString())) {
      CascadeEngine engine = new CascadeEngine(model, OPEN, new Batching(1, 1 << 14, together));
      List<VisualTokens> images =
          new ArrayList<>(model.vision().tokens(pixels(model).toArray(float[][]::new)));
      List<Examination> without = examine(engine, images);
      images.add(2, broken(images.get(0), 5));
      images.add(broken(images.get(1), 0));
      List<Examination> with = examine(engine, images);
      for (int bad : new int[] {IMAGES + 1, 2}) {
        Examination refused = with.remove(bad);
        assertThat(refused.findings()).isEmpty();
        assertThat(refused.failure()).hasMessageContaining("NaN");
      }
      assertThat(with).isEqualTo(without);
      assertThat(model.openScopes()).isZero();
    }
  }

  @Test
  void anImageThatTheTowerCannotEncodeHarmsNoOther() {
    try (LoadedModel model = load(TinyBundles.directory(TinyBundles.TINY).toString())) {
      Batching batching = new Batching(1, 1 << 14, 4);
      List<float[]> pixels = new ArrayList<>(pixels(model));
      List<ExaminedImage> without = examine(model, OPEN, batching, pixels);
      float[] nothing = pixels.get(0).clone();
      Arrays.fill(nothing, Float.NaN);
      pixels.add(1, nothing);
      List<ExaminedImage> with = examine(model, OPEN, batching, pixels);
      ExaminedImage refused = with.get(1);
      assertThat(refused.findings()).isEmpty();
      assertThat(refused.failure().detail()).contains("vision encoder", "not finite");
      List<ExaminedImage> others = new ArrayList<>(with);
      others.remove(1);
      assertThat(others.stream().map(ExaminedImage::findings))
          .isEqualTo(without.stream().map(ExaminedImage::findings).toList());
    }
  }

  /** Such as the base view and the tiles of images of different shapes. */
  @Test
  void imagesOfOneGroupMayHaveDifferentGrids() {
    try (LoadedModel model = load(TinyBundles.directory(TinyBundles.TINY).toString())) {
      ExperimentSettings settings = halfPassing(model);
      ExhaustiveEngine reference = new ExhaustiveEngine(model, settings, new Batching(16, 1));
      Random random = new Random(2);
      float[] newline = newline(model.vision().tokens(TinyBundles.pixels(1, 24)).get(0));
      List<VisualTokens> images =
          model.vision().tokens(pixels(model).toArray(float[][]::new)).stream()
              .map(image -> rowsOf(image, 1 + random.nextInt(image.grid().rows())))
              .map(image -> random.nextBoolean() ? image : image.withRowEnds(newline))
              .toList();
      assertThat(images.stream().map(VisualTokens::grid).distinct()).hasSizeGreaterThan(2);
      List<Examination> together =
          examine(new CascadeEngine(model, settings, new Batching(1, 1 << 14, 4)), images);
      for (int i = 0; i < images.size(); i++) {
        List<TokenFinding> found = together.get(i).orThrow();
        List<VisualTokens> alone = List.of(images.get(i));
        assertThat(found)
            .isEqualTo(
                examine(new CascadeEngine(model, settings, new Batching(1, 1 << 14, 4)), alone)
                    .get(0)
                    .orThrow());
        assertClose(found, reference.examine(images.get(i)));
      }
    }
  }

  /** What stands behind a row changes what an image says, but no experiment on fewer tokens. */
  @Test
  void whatIsBehindARowIsPartOfTheWholeImageOnly() {
    try (LoadedModel model = load(TinyBundles.directory(TinyBundles.TINY).toString())) {
      ExhaustiveEngine reference = new ExhaustiveEngine(model, OPEN, new Batching(16, 1));
      VisualTokens image = model.vision().tokens(TinyBundles.pixels(1, 24)).get(0);
      List<TokenFinding> without = reference.examine(image);
      List<TokenFinding> with = reference.examine(image.withRowEnds(newline(image)));
      for (int i = 0; i < with.size(); i++) {
        TokenScores a = with.get(i).scores();
        TokenScores b = without.get(i).scores();
        assertThat(a.top1Probability()).isEqualTo(b.top1Probability());
        assertThat(a.regionDivergence()).isEqualTo(b.regionDivergence());
        assertThat(a.globalDivergence()).isNotEqualTo(b.globalDivergence());
      }
    }
  }

  private static float[] newline(VisualTokens image) {
    float[] newline = image.rows().row(0).clone();
    newline[0] += 2;
    return newline;
  }

  private static VisualTokens rowsOf(VisualTokens image, int rows) {
    int tokens = rows * image.grid().cols();
    int dim = image.projected().dim();
    return new VisualTokens(
        new TokenGrid(rows, image.grid().cols()),
        new TokenMatrix(Arrays.copyOf(image.projected().values(), tokens * dim), dim),
        Arrays.copyOf(image.clsCosine(), tokens));
  }

  @Test
  void aGroupSharesItsBatches() {
    try (LoadedModel model = load(TinyBundles.directory(TinyBundles.TINY).toString())) {
      long alone = calls(model, 1);
      long together = calls(model, IMAGES);
      // As many batches for nine images as for one, of nine times as many rows.
      assertThat(together * IMAGES).isEqualTo(alone);
    }
  }

  private static long calls(LoadedModel model, int images) {
    Batching batching = new Batching(1, 1 << 30, images);
    model.prefix();
    long before = model.work().calls();
    List<float[]> pixels = pixels(model);
    for (int first = 0; first < IMAGES; first += images) {
      examine(model, OPEN, batching, pixels.subList(first, first + images));
    }
    return model.work().calls() - before;
  }

  private static List<Examination> examine(CascadeEngine engine, List<VisualTokens> images) {
    return new ArrayList<>(engine.examine(images.stream().map(engine::probe).toList()));
  }

  private static List<ExaminedImage> examine(
      LoadedModel model, ExperimentSettings settings, Batching batching, List<float[]> pixels) {
    ImageExaminer examiner =
        new ImageExaminer(model, new CascadeEngine(model, settings, batching), batching);
    return examiner.examine(
        examiner.encode(model.vision().squares(pixels.toArray(float[][]::new))));
  }

  private static VisualTokens broken(VisualTokens image, int token) {
    float[] values = image.projected().values().clone();
    values[token * image.projected().dim()] = Float.NaN;
    return new VisualTokens(
        image.grid(), new TokenMatrix(values, image.projected().dim()), image.clsCosine());
  }

  /** Thresholds at the medians, so that images differ in what is left of them. */
  private static ExperimentSettings halfPassing(LoadedModel model) {
    ExhaustiveEngine engine =
        new ExhaustiveEngine(model, Samples.settings(1, 1e9, null), new Batching(48, 1));
    List<TokenScores> scores =
        engine.examine(model.vision().tokens(new float[][] {pixels(model).get(0)}).get(0)).stream()
            .map(TokenFinding::scores)
            .toList();
    double top1 =
        scores.stream()
            .mapToDouble(TokenScores::top1Probability)
            .sorted()
            .toArray()[scores.size() / 2];
    double sum =
        scores.stream()
            .mapToDouble(s -> OPEN.combined(s.regionDivergence(), s.globalDivergence()))
            .sorted()
            .toArray()[scores.size() / 2];
    return Samples.withThresholds(OPEN, top1 * 1.001, sum * 1.001);
  }

  private static ExperimentSettings withRule(FirstTokenRule rule) {
    return new ExperimentSettings(
        ProbeRule.ALL,
        3,
        50,
        10,
        DivergenceForm.OFFICIAL_CODE,
        rule,
        1,
        16,
        1,
        1e9,
        null,
        MinedView.BASE);
  }

  private static List<float[]> pixels(LoadedModel model) {
    return List.of(TinyBundles.pixels(IMAGES, model.manifest().imageSize()));
  }

  private static void assertClose(List<TokenFinding> found, List<TokenFinding> reference) {
    assertThat(found)
        .extracting(TokenFinding::verdict)
        .isEqualTo(reference.stream().map(TokenFinding::verdict).toList());
    for (int i = 0; i < found.size(); i++) {
      TokenScores a = found.get(i).scores();
      TokenScores b = reference.get(i).scores();
      assertThat(a.top1Probability()).isCloseTo(b.top1Probability(), CLOSE);
      if (a.regionDivergence() != null) {
        assertThat(a.regionDivergence()).isCloseTo(b.regionDivergence(), CLOSE);
      }
      if (a.globalDivergence() != null) {
        assertThat(a.globalDivergence()).isCloseTo(b.globalDivergence(), CLOSE);
      }
    }
  }

  private static LoadedModel load(String location) {
    return LoadedModel.open(ModelBundle.open(location), ModelDevice.CPU);
  }
}
