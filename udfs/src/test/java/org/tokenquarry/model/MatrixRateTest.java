package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixRateTest {

  private static final int FEW = 32;

  @ParameterizedTest
  @CsvSource({"float32,FLOAT32", "float16,FLOAT16", "bfloat16,FLOAT16"})
  void products_are_timed_for_every_type_that_weights_have(String dtype, DataType type) {
    assertThat(MatrixRate.weights(dtype)).isEqualTo(type);
    try (LoadedModel model = tiny()) {
      assertThat(MatrixRate.measure(model, FEW, type)).isPositive().isFinite();
    }
  }

  @Test
  void measuring_leaves_no_scope_open() {
    try (LoadedModel model = tiny()) {
      assertThat(MatrixRate.measure(model)).isPositive();
      assertThat(model.openScopes()).isZero();
    }
  }

  private static LoadedModel tiny() {
    String bundle = TinyBundles.directory(TinyBundles.TINY).toString();
    return LoadedModel.open(ModelBundle.open(bundle), ModelDevice.CPU);
  }
}
