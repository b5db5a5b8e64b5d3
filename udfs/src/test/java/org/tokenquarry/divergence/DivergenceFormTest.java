package org.tokenquarry.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DivergenceFormTest {

  private static final int WIDTH = 12;

  @Provide
  Arbitrary<float[]> logits() {
    return Arbitraries.floats().between(-15, 15).array(float[].class).ofSize(WIDTH);
  }

  @Provide
  Arbitrary<float[]> smallChanges() {
    return Arbitraries.floats().between(-0.02f, 0.02f).array(float[].class).ofSize(WIDTH);
  }

  @Provide
  Arbitrary<float[]> sixtyFourths() {
    return Arbitraries.integers()
        .between(-640, 640)
        .map(i -> i / 64f)
        .array(float[].class)
        .ofSize(WIDTH);
  }

  @Property
  void wholeHeadsCompareSymmetrically(
      @ForAll DivergenceForm form, @ForAll("logits") float[] p, @ForAll("logits") float[] q) {
    double there = form.between(p, q, WIDTH);
    assertThat(form.between(q, p, WIDTH)).isCloseTo(there, within(1e-12 * (1 + there)));
  }

  @Property
  void theStandardFormIsBounded(@ForAll @Size(WIDTH) float[] p, @ForAll @Size(WIDTH) float[] q) {
    assertThat(DivergenceForm.JENSEN_SHANNON.between(p, q, WIDTH))
        .isBetween(0.0, Math.log(2) + 1e-12);
  }

  @Property
  void theOfficialFormNeverFailsOnFiniteLogits(
      @ForAll @Size(WIDTH) float[] p, @ForAll @Size(WIDTH) float[] q) {
    assertThat(DivergenceForm.OFFICIAL_CODE.between(p, q, WIDTH)).isNotNegative().isFinite();
  }

  @Property
  void equalLogitsDoNotDiverge(
      @ForAll DivergenceForm form,
      @ForAll("logits") float[] p,
      @ForAll @IntRange(min = 1, max = WIDTH) int k) {
    assertThat(form.between(p, p.clone(), k)).isZero();
  }

  @Property
  void oneChangedLogitOfTheHeadDiverges(
      @ForAll DivergenceForm form,
      @ForAll("logits") float[] p,
      @ForAll @IntRange(max = WIDTH - 1) int changed,
      @ForAll @FloatRange(min = 0.01f, max = 5) float by) {
    float[] q = p.clone();
    q[changed] += by;
    assertThat(form.between(p, q, WIDTH)).isPositive();
  }

  // Multiples of 1/64 within a small range add exactly in float.
  @Property
  void aCommonShiftIsIgnored(
      @ForAll DivergenceForm form,
      @ForAll("sixtyFourths") float[] p,
      @ForAll("sixtyFourths") float[] q,
      @ForAll @IntRange(min = -6400, max = 6400) int shift) {
    float[] moved = q.clone();
    for (int i = 0; i < WIDTH; i++) {
      moved[i] += shift / 64f;
    }
    double plain = form.between(p, q, 5);
    double shifted = form.between(p, moved, 5);
    assertThat(shifted).isCloseTo(plain, within(1e-12 * (1 + plain)));
  }

  @Property
  void smallChangesDifferByTheSizeOfTheHead(
      @ForAll("logits") float[] p,
      @ForAll("smallChanges") float[] change,
      @ForAll @IntRange(min = 2, max = WIDTH) int k) {
    float[] q = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      q[i] = p[i] + change[i];
    }
    double standard = DivergenceForm.JENSEN_SHANNON.between(p, q, k);
    Assume.that(standard > 1e-12);
    assertThat(DivergenceForm.OFFICIAL_CODE.between(p, q, k) * k)
        .isCloseTo(standard, Percentage.withPercentage(0.1));
  }

  @Test
  void aProbabilityThatUnderflowsIsStillWeighed() {
    float[] p = {0, -2000};
    float[] q = {-2000, 0};
    assertThat(DivergenceForm.JENSEN_SHANNON.between(p, q, 2))
        .isCloseTo(Math.log(2), within(1e-12));
    // ln cosh(1000) = 1000 - ln 2 for both halves of M, over k = 2.
    assertThat(DivergenceForm.OFFICIAL_CODE.between(p, q, 2))
        .isCloseTo((1000 - Math.log(2)) / 2, within(1e-9));
  }

  @Test
  void aTokenMaskedOnOneSideCountsAsDocumented() {
    float[] p = {0, 0};
    float[] q = {0, Float.NEGATIVE_INFINITY};
    // P = (1/2, 1/2), Q = (1, 0).
    double expected = 0.5 * Math.log(1 / 0.75) + 0.25 * (Math.log(0.5 / 0.75) + Math.log(2));
    assertThat(DivergenceForm.JENSEN_SHANNON.between(p, q, 2)).isCloseTo(expected, within(1e-12));
    assertThat(DivergenceForm.OFFICIAL_CODE.between(p, q, 2)).isInfinite();
    assertThat(DivergenceForm.OFFICIAL_CODE.between(q, q, 2)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoDistributionIsRefused(DivergenceForm form) {
    float minus = Float.NEGATIVE_INFINITY;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> form.between(new float[] {1, 2}, new float[] {1}, 1))
        .withMessage("logits of 2 and 1 tokens cannot be compared");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> form.between(new float[] {1, 2}, new float[] {1, Float.NaN}, 1))
        .withMessage("the logit of token 1 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> form.between(new float[] {1, 2}, new float[] {1, minus}, 1))
        .withMessage("every logit of the head is -Infinity, so there is no distribution");
  }

  @ParameterizedTest
  @EnumSource
  void codesLeadBack(DivergenceForm form) {
    assertThat(DivergenceForm.of(form.code())).isEqualTo(form);
  }

  @Test
  void unknownCodesAreToldTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DivergenceForm.of("kl"))
        .withMessage("a divergence is official-code or jensen-shannon, not kl");
  }
}
