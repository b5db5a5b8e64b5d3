package org.tokenquarry.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {

  @Property(tries = 50)
  void eachVectorIsOnlyScaled(@ForAll Random random, @ForAll @IntRange(min = 1, max = 30) int n) {
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = random.nextGaussian();
        matrix[j][i] = matrix[i][j];
      }
    }

    SymmetricEigen eigen = SymmetricEigen.of(matrix);

    for (int k = 0; k < n; k++) {
      double[] vector = eigen.vectors()[k];
      double length = 0;
      for (int i = 0; i < n; i++) {
        double product = 0;
        for (int j = 0; j < n; j++) {
          product += matrix[i][j] * vector[j];
        }
        assertThat(product).isCloseTo(eigen.values()[k] * vector[i], within(1e-9 * n));
        length += vector[i] * vector[i];
      }
      assertThat(length).isCloseTo(1, within(1e-9));
      assertThat(eigen.values()[k]).isLessThanOrEqualTo(eigen.values()[Math.max(0, k - 1)]);
    }
  }

  @Test
  void zerosHaveValuesOfZero() {
    assertThat(SymmetricEigen.of(new double[3][3]).values()).containsExactly(0, 0, 0);
  }
}
