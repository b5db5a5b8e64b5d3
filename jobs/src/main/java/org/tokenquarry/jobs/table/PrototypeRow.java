package org.tokenquarry.jobs.table;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.task.RowSchema;
import org.tokenquarry.token.TokenMatrix;

/**
 * One prototype of one version: a row of {@link Tables#PROTOTYPES}.
 *
 * @param version of the codebook
 * @param id place of the prototype in its codebook, from 0
 * @param prototype vector, origin and cluster; the vector is finite
 */
public record PrototypeRow(long version, int id, Prototype prototype) implements Serializable {

  /** The columns of the table. */
  public static final RowSchema<PrototypeRow> COLUMNS =
      RowSchema.<PrototypeRow>empty()
          .required("version", DataTypes.LongType, PrototypeRow::version)
          .required("prototype_id", DataTypes.IntegerType, PrototypeRow::id)
          .required("cluster_id", DataTypes.IntegerType, row -> row.prototype().cluster())
          .required(
              "embedding", DataTypes.BinaryType, row -> FloatBytes.of(row.prototype().embedding()))
          .required("image_id", DataTypes.StringType, row -> row.prototype().origin().imageId())
          .required("token_index", DataTypes.IntegerType, row -> row.prototype().origin().token())
          .required("cluster_images", DataTypes.IntegerType, row -> row.prototype().clusterImages())
          .required(
              "cluster_tokens", DataTypes.IntegerType, row -> row.prototype().clusterTokens());

  /**
   * Checks the vector, because SQL cannot look into binary columns.
   *
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  public PrototypeRow {
    if (!TokenMatrix.finite(prototype.embedding())) {
      throw new IllegalArgumentException(
          "prototype " + id + " of version " + version + " holds NaN or infinite elements");
    }
  }

  /** The rows of a version, in the order of its prototypes. */
  public static List<PrototypeRow> of(long version, List<Prototype> prototypes) {
    return IntStream.range(0, prototypes.size())
        .mapToObj(id -> new PrototypeRow(version, id, prototypes.get(id)))
        .toList();
  }
}
