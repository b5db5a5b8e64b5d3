package org.tokenquarry.sql;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.numeric.FloatBytes;

/** How a column holds embeddings. */
enum TokenForm {
  /** {@code array<float>}. */
  FLOATS(DataTypes.createArrayType(DataTypes.FloatType)) {
    @Override
    float[] of(SpecializedGetters from, int place) {
      return complete(from.getArray(place)).toFloatArray();
    }
  },

  /** {@code array<double>}, and what Spark makes of it by itself, such as decimals. */
  DOUBLES(DataTypes.createArrayType(DataTypes.DoubleType)) {
    @Override
    float[] of(SpecializedGetters from, int place) {
      double[] wide = complete(from.getArray(place)).toDoubleArray();
      float[] values = new float[wide.length];
      for (int i = 0; i < wide.length; i++) {
        values[i] = (float) wide[i];
      }
      return values;
    }
  },

  /** Little-endian {@code float32}, as the tables of a warehouse. */
  BYTES(DataTypes.BinaryType) {
    @Override
    float[] of(SpecializedGetters from, int place) {
      byte[] bytes = from.getBinary(place);
      if (bytes.length % Float.BYTES != 0) {
        throw TokenRows.notNumbers(bytes.length + " bytes are no float32");
      }
      float[] values = new float[bytes.length / Float.BYTES];
      FloatBytes.read(bytes, values, 0);
      return values;
    }
  };

  private final DataType type;

  TokenForm(DataType type) {
    this.type = type;
  }

  /** The form that a column of a type is read as. Spark casts to it, or refuses the call. */
  static TokenForm of(DataType column) {
    if (column.equals(DataTypes.BinaryType)) {
      return BYTES;
    }
    return column instanceof ArrayType array && array.elementType().equals(DataTypes.FloatType)
        ? FLOATS
        : DOUBLES;
  }

  /** The type of one embedding. */
  DataType type() {
    return type;
  }

  /** The embedding at a place of a row or an array; it is not null there. */
  abstract float[] of(SpecializedGetters from, int place);

  /** Spark reads a null as zero. */
  private static ArrayData complete(ArrayData array) {
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw TokenRows.notNumbers("an element is null");
      }
    }
    return array;
  }
}
