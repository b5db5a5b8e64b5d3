package org.tokenquarry.prune.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FormGridTest {

  private static Constant whole(String name, int values) {
    return new Constant(
        name,
        0,
        IntStream.range(1, values).mapToObj(value -> (double) value).toList(),
        Bounds.whole(0, 100));
  }

  private static TunableMethod<String> method(Constant... constants) {
    return new TunableMethod<>("m", List.of(constants), values -> values.byName().toString());
  }

  @Test
  void aSmallGridIsTriedWholeWithThePublishedFormFirst() {
    TunableMethod<String> method = method(whole("a", 3), whole("b", 2));

    assertThat(method.combinations()).isEqualTo(6);
    assertThat(FormGrid.of(method, 6))
        .extracting(PrunerForm::text)
        .containsExactly("m", "m(b=1)", "m(a=1)", "m(a=1,b=1)", "m(a=2)", "m(a=2,b=1)")
        .isEqualTo(FormGrid.of(method, 100).stream().map(PrunerForm::text).toList());
  }

  @Property(tries = 200)
  void aLargeGridIsThinnedToAsManyAsThereMayBe(
      @ForAll @IntRange(min = 1, max = 9) int first,
      @ForAll @IntRange(min = 1, max = 9) int second,
      @ForAll @IntRange(min = 1, max = 9) int third,
      @ForAll @IntRange(min = 1, max = 700) int most) {
    TunableMethod<String> method = method(whole("a", first), whole("b", second), whole("c", third));
    List<PrunerForm> whole = FormGrid.of(method, Integer.MAX_VALUE);

    List<PrunerForm> thinned = FormGrid.of(method, most);

    assertThat(whole).hasSize(first * second * third).doesNotHaveDuplicates();
    assertThat(thinned)
        .hasSize(Math.min(most, whole.size()))
        .startsWith(PrunerForm.published("m"))
        .isEqualTo(FormGrid.of(method, most));
    assertThat(whole.stream().filter(thinned::contains).toList()).as("in order").isEqualTo(thinned);
  }

  @Test
  void aThinnedGridStillHasEveryValue() {
    List<PrunerForm> thinned = FormGrid.of(method(whole("a", 9), whole("b", 6), whole("c", 6)), 60);

    assertThat(thinned.stream().map(form -> form.changed().get("a")).distinct()).hasSize(9);
    assertThat(thinned.stream().map(form -> form.changed().get("b")).distinct()).hasSize(6);
    assertThat(thinned.stream().map(form -> form.changed().get("c")).distinct()).hasSize(6);
  }

  @Test
  void whatIsNotChangedIsAsPublished() {
    TunableMethod<String> method =
        method(Constant.share("x", 0.3), new Constant("y", 5, List.of(), Bounds.atLeast(0)));
    PrunerForm form = method.form(Map.of("x", 0.00001, "y", 5.0));

    assertThat(form.text()).isEqualTo("m(x=0.00001)");
    assertThat(method.made(form)).contains("x=1.0E-5", "y=5.0");
    assertThat(method.named(Map.of("x", 0.3))).isEqualTo("m");
    assertThat(method.form(Map.of("y", 120.0)).text()).isEqualTo("m(y=120)");
    assertThat(PrunerForm.methodOf(form.text())).isEqualTo("m");
  }

  @Test
  void candidatesLieWithinBoundsAndStandThereOnce() {
    assertThat(Constant.share("x", 0.25).candidates()).startsWith(0.25, 0.0).hasSize(21);
    assertThat(Constant.shareBelowOne("x", 0.3).candidates()).startsWith(0.3, 0.0).hasSize(20);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Constant("x", 0, List.of(), Bounds.above(0)))
        .withMessage("x needs distinct values, each a number above 0, not [0.0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Constant("x", 1, List.of(2.0, 1.0), Bounds.atLeast(1)))
        .withMessage("x needs distinct values, each a number of at least 1, not [1.0, 2.0, 1.0]");
    assertThat(Bounds.below(0, 1).contains(1)).isFalse();
    assertThat(Bounds.below(0, 1).words()).isEqualTo("a number of at least 0 and below 1");
    assertThat(Bounds.whole(1, 3).contains(1.5)).isFalse();
    assertThat(Bounds.between(0, 1).contains(Double.NaN)).isFalse();
  }
}
