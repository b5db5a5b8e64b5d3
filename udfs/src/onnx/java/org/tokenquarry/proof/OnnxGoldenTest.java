package org.tokenquarry.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenquarry.model.ExportedBundle;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.ModelEngine;

/** Holds both engines to the golden numbers of the bundled model, as {@code verify-bundle} does. */
class OnnxGoldenTest {

  @ParameterizedTest
  @EnumSource
  void bothEnginesGiveTheNumbersOfEagerTorch(ModelEngine engine) {
    ModelBundle bundle = exported();
    GoldenNumbers golden = GoldenNumbers.of(bundle).orElseThrow();
    try (LoadedModel model = engine.open(bundle)) {
      List<Check> checks = GoldenChecks.of(model, golden, step -> {});
      assertThat(checks).allMatch(Check::good);
      assertThat(checks)
          .extracting(Check::name)
          .containsExactly(
              "golden.vision.visualTokens",
              "golden.vision.clsCosine",
              "golden.vision.vitFeatures",
              "golden.vision.clsAttention",
              "golden.full",
              "golden.full.argmax",
              "golden.single",
              "golden.single.argmax",
              "golden.region",
              "golden.region.argmax",
              "golden.region_center_pad",
              "golden.region_center_pad.argmax",
              "golden.full_region_pad",
              "golden.full_region_pad.argmax");
      checks.stream()
          .filter(check -> check.difference() != null)
          .mapToDouble(Check::difference)
          .max()
          .ifPresent(worst -> System.out.printf("%s: golden within %.1e%n", engine, worst));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theMethodsOfBothEnginesAgreeAndRepeatTheirNumbers(ModelEngine engine) {
    ModelBundle bundle = exported();
    try (LoadedModel model = engine.open(bundle)) {
      List<Check> checks = SelfChecks.of(model, GoldenNumbers.of(bundle), step -> {});
      assertThat(checks).allMatch(Check::good);
      assertThat(checks)
          .filteredOn(check -> check.outcome() == Check.Outcome.ABSENT)
          .extracting(Check::name)
          .isEqualTo(engine == ModelEngine.ONNX ? List.of("decoder.layers") : List.of());
      checks.stream()
          .filter(check -> check.name().equals("decoder.companions"))
          .forEach(check -> System.out.printf("%s: %s%n", engine, check));
    }
  }

  private static ModelBundle exported() {
    Optional<ModelBundle> bundle = ExportedBundle.make();
    assumeTrue(bundle.isPresent(), "SKIPPED: no Python here has torch, which writes the graphs");
    return bundle.orElseThrow();
  }
}
