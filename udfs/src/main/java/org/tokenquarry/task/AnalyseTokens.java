package org.tokenquarry.task;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.TokenAnalyser;
import org.tokenquarry.experiment.TokenAnalysis;
import org.tokenquarry.layerprune.LayerPass;
import org.tokenquarry.layerprune.TextAttention;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.VisualTokens;

/**
 * Runs every experiment on a sample of each image's tokens, and puts the scores beside [CLS]
 * similarity and text-to-image attention, as the paper's figure 4 does. The sample does not depend
 * on scores. Words are vocabulary ids.
 *
 * @param model runs the experiments
 * @param settings of the experiments; thresholds and probe rule are not read
 * @param batching how many sequences go through the decoder at once
 * @param tokens most tokens of one image that are analysed
 */
public record AnalyseTokens(
    TaskModel model, ExperimentSettings settings, Batching batching, int tokens)
    implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private static final StructType SAID =
      new StructType()
          .add("word", DataTypes.IntegerType, false)
          .add("probability", DataTypes.DoubleType, false);

  private static final StructType ADDED =
      new StructType()
          .add("word", DataTypes.IntegerType, false)
          .add("logits", DataTypes.DoubleType, false);

  /**
   * One token of one image; the input has {@code image_id} and {@code content}. {@code attention}
   * is null where the bundle's decoder does not run layer by layer.
   */
  public static final StructType OUTPUT =
      new StructType()
          .add("image_id", DataTypes.StringType, false)
          .add("token_index", DataTypes.IntegerType, false)
          .add("rows", DataTypes.IntegerType, false)
          .add("cols", DataTypes.IntegerType, false)
          .add("cls_cosine", DataTypes.DoubleType, false)
          .add("attention", DataTypes.DoubleType)
          .add("region_divergence", DataTypes.DoubleType, false)
          .add("global_divergence", DataTypes.DoubleType, false)
          .add("says", DataTypes.createArrayType(SAID, false), false)
          .add("region_words", DataTypes.createArrayType(ADDED, false), false)
          .add("image_words", DataTypes.createArrayType(ADDED, false), false);

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = model.open();
    TokenAnalyser analyser = new TokenAnalyser(opened.loaded(), settings, batching);
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(
            row -> {
              float[] pixels = opened.ingestedPixels(row.getAs("content"));
              VisualTokens seen = opened.features(pixels).tokens();
              return analysed(row.getAs("image_id"), opened.loaded(), analyser, seen);
            })
        .iterator();
  }

  private Stream<Row> analysed(
      String imageId, LoadedModel loaded, TokenAnalyser analyser, VisualTokens seen) {
    TokenGrid grid = seen.grid();
    int[] sample = TokenAnalyser.centres(grid, settings.window(), tokens);
    Double[] attention = attention(loaded, seen);
    return analyser.of(seen, sample).stream()
        .map(
            analysis ->
                RowFactory.create(
                    imageId,
                    analysis.token(),
                    grid.rows(),
                    grid.cols(),
                    (double) seen.clsCosine()[analysis.token()],
                    attention[analysis.token()],
                    analysis.region().divergence(),
                    analysis.image().divergence(),
                    said(analysis.says()),
                    added(analysis.region()),
                    added(analysis.image())));
  }

  /** Nulls where the decoder does not give its attention. */
  private static Double[] attention(LoadedModel model, VisualTokens tokens) {
    Double[] attention = new Double[tokens.grid().size()];
    if (model.decoder().runsLayers()) {
      try (LayerPass pass =
          new LayerPass(model, tokens.projected(), model.manifest().prompt().after())) {
        double[] measured = TextAttention.of(pass);
        for (int i = 0; i < measured.length; i++) {
          attention[i] = measured[i];
        }
      }
    }
    return attention;
  }

  private static Row[] said(List<TokenAnalysis.WordProbability> words) {
    return words.stream()
        .map(said -> RowFactory.create(said.word(), said.probability()))
        .toArray(Row[]::new);
  }

  private static Row[] added(TokenAnalysis.Effect effect) {
    return effect.words().stream()
        .map(added -> RowFactory.create(added.word(), added.logits()))
        .toArray(Row[]::new);
  }
}
