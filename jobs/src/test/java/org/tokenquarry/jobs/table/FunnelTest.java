package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.jobs.LocalSpark;

/** Sums over the counts of images. */
class FunnelTest {

  @Test
  void aStageGetsWhatTheOneBeforeItKept() {
    Dataset<Row> mined =
        LocalSpark.session()
            .range(4)
            .selectExpr(
                "cast(id as string) as image_id",
                "16 as tokens",
                "cast(id as int) as redundant",
                "1 as " + MinedImage.rejectedAt(Stage.WITHIN_IMAGE),
                "2 as " + MinedImage.rejectedAt(Stage.SINGLE_TOKEN),
                "3 as " + MinedImage.rejectedAt(Stage.REGION),
                "10 - cast(id as int) as " + MinedImage.rejectedAt(Stage.GLOBAL));

    assertThat(Funnel.of(mined))
        .isEqualTo(
            new Funnel(
                4,
                64,
                6,
                List.of(
                    new StageCount("within-image", 64, 60),
                    new StageCount("single-token", 60, 52),
                    new StageCount("region", 52, 40),
                    new StageCount("global", 40, 6))));
  }

  @Test
  void nothingMinedIsAllZero() {
    Dataset<Row> none =
        LocalSpark.session().createDataFrame(List.of(), MinedImage.COLUMNS.schema());

    assertThat(Funnel.of(none).images()).isZero();
    assertThat(Funnel.of(none).stages()).allSatisfy(stage -> assertThat(stage.kept()).isZero());
  }
}
