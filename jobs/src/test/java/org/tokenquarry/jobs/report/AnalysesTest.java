package org.tokenquarry.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.FirstTokenRule;
import org.tokenquarry.experiment.MinedView;
import org.tokenquarry.experiment.ProbeRule;
import org.tokenquarry.jobs.report.chart.Relation;
import org.tokenquarry.jobs.report.page.Analysis;
import org.tokenquarry.task.AnalyseTokens;
import scala.collection.immutable.Nil$;

class AnalysesTest {

  private static final ExperimentSettings SETTINGS =
      new ExperimentSettings(
          ProbeRule.ALL,
          3,
          50,
          10,
          DivergenceForm.OFFICIAL_CODE,
          FirstTokenRule.FIRST,
          1,
          16,
          0.1,
          2e-3,
          null,
          MinedView.BASE);

  /** Twelve tokens of six images; the more like [CLS], the surer of a word. */
  private static List<Row> tokens(boolean attention) {
    return IntStream.range(0, 12)
        .mapToObj(
            i ->
                row(
                    "image-" + i / 2,
                    i,
                    4,
                    4,
                    i / 12.0,
                    attention ? (Double) (1.0 / (i + 1)) : null,
                    1e-3 * i,
                    1e-4,
                    words("says", 7, (i + 1) / 13.0),
                    words("region_words", 8, -1.5),
                    Nil$.MODULE$))
        .toList();
  }

  @Test
  void scoresAreSetAgainstSimilarityAndAttention() {
    Analysis analysis = Analyses.of(tokens(true), SETTINGS, "[CLS]", id -> "word " + id);
    assertThat(analysis.tokens()).isEqualTo(12);
    assertThat(analysis.images()).isEqualTo(6);
    assertThat(analysis.attention()).isTrue();
    assertThat(analysis.relations())
        .extracting(r -> Math.round(r.correlation().orElseThrow()))
        .containsExactly(1L, 1L, -1L, -1L);
    Relation combined = analysis.relations().get(1);
    assertThat(combined.pairs().get(3).score()).isCloseTo(3e-3 + 16e-4, within(1e-12));
  }

  @Test
  void tokensThatContradictSimilarityAreShownOneAnImage() {
    Analysis analysis = Analyses.of(tokens(true), SETTINGS, "[CLS]", id -> "word " + id);
    assertThat(analysis.groups().get(0).tokens())
        .extracting(Analysis.Token::token)
        .containsExactly(5, 3, 1);
    assertThat(analysis.groups().get(1).tokens())
        .extracting(Analysis.Token::token)
        .containsExactly(6, 8, 10);
    Analysis.Token most = analysis.groups().get(2).tokens().get(0);
    assertThat(most.token()).isEqualTo(11);
    assertThat(most.says().get(0).word()).isEqualTo("word 7");
    assertThat(most.region().words()).containsExactly(new Analysis.Added("word 8", -1.5));
  }

  @Test
  void aDecoderThatDoesNotTellItsAttentionLeavesItsChartsOut() {
    Analysis analysis = Analyses.of(tokens(false), SETTINGS, "the mean patch", id -> "");
    assertThat(analysis.attention()).isFalse();
    assertThat(analysis.relations())
        .extracting(Relation::against)
        .containsExactly("similarity to the mean patch", "similarity to the mean patch");
    assertThat(analysis.groups().get(0).tokens().get(0).attention()).isEmpty();
  }

  private static Row row(Object... values) {
    return new GenericRowWithSchema(values, AnalyseTokens.OUTPUT);
  }

  /** As Spark gives arrays. */
  private static Object words(String column, int id, double value) {
    ArrayType type = (ArrayType) AnalyseTokens.OUTPUT.apply(column).dataType();
    Object[] values = {id, value};
    return Nil$.MODULE$.$colon$colon(
        new GenericRowWithSchema(values, (StructType) type.elementType()));
  }
}
