package org.tokenquarry.numeric;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Eigenvalues and eigenvectors of a real symmetric matrix. Of the products of all pairs of rows
 * they are the squared singular values and the left singular vectors.
 *
 * <p>An eigenvector's sign is not defined, and of eigenvectors of one value only their span is. The
 * result depends on the bits of the matrix alone. Time {@code O(N^3)}: about 0.4 s for 576.
 *
 * @param values {@code [N]}, falling; do not modify
 * @param vectors {@code [N][N]}: row k is the eigenvector of {@code values[k]}, of length 1; do not
 *     modify
 */
public record SymmetricEigen(double[] values, double[][] vectors) {

  /**
   * Decomposes.
   *
   * @param matrix {@code [N][N]}, N at least 1, symmetric and finite
   * @throws IllegalArgumentException if no decomposition is found, which no finite symmetric matrix
   *     is known to cause
   */
  public static SymmetricEigen of(double[][] matrix) {
    int count = matrix.length;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(count, true, true);
    if (!eigen.decompose(new DMatrixRMaj(matrix))) {
      throw new IllegalArgumentException("a matrix of side " + count + " has no decomposition");
    }
    int[] order = Ranking.rising(count, k -> -eigen.getEigenvalue(k).getReal());
    return new SymmetricEigen(
        IntStream.of(order).mapToDouble(k -> eigen.getEigenvalue(k).getReal()).toArray(),
        IntStream.of(order)
            .mapToObj(k -> eigen.getEigenVector(k).getData().clone())
            .toArray(double[][]::new));
  }
}
