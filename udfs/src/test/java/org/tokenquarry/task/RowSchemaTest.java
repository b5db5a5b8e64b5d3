package org.tokenquarry.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RowSchemaTest {

  private record Point(double x, String label) {}

  private static final RowSchema<Point> POINTS =
      RowSchema.<Point>empty()
          .required("x", DataTypes.DoubleType, Point::x)
          .optional("label", DataTypes.StringType, Point::label);

  @Test
  void schemaAndRowsHaveTheColumnsInTheirOrder() {
    assertThat(POINTS.schema())
        .isEqualTo(
            new StructType()
                .add("x", DataTypes.DoubleType, false)
                .add("label", DataTypes.StringType, true));
    assertThat(POINTS.row(new Point(1.5, null))).isEqualTo(RowFactory.create(1.5, null));
  }

  @Test
  void aColumnMayHoldSeveralRows() {
    RowSchema<List<Point>> lines =
        RowSchema.<List<Point>>empty().required("points", POINTS.arrayType(), POINTS::rows);
    Row row = lines.row(List.of(new Point(1, "a"), new Point(2, "b")));
    assertThat(row.<Row[]>getAs(0))
        .containsExactly(RowFactory.create(1.0, "a"), RowFactory.create(2.0, "b"));
    assertThat(lines.schema().apply("points").dataType())
        .isEqualTo(DataTypes.createArrayType(POINTS.schema(), false));
  }

  @Test
  void addingAColumnChangesNoOtherSchema() {
    POINTS.optional("more", DataTypes.StringType, Point::label);
    assertThat(POINTS.schema().fieldNames()).containsExactly("x", "label");
  }
}
