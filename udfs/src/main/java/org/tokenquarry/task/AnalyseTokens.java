package org.tokenquarry.task;

import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
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

  private static final RowSchema<TokenAnalysis.WordProbability> SAID =
      RowSchema.<TokenAnalysis.WordProbability>empty()
          .required("word", DataTypes.IntegerType, TokenAnalysis.WordProbability::word)
          .required(
              "probability", DataTypes.DoubleType, TokenAnalysis.WordProbability::probability);

  private static final RowSchema<TokenAnalysis.WordChange> ADDED =
      RowSchema.<TokenAnalysis.WordChange>empty()
          .required("word", DataTypes.IntegerType, TokenAnalysis.WordChange::word)
          .required("logits", DataTypes.DoubleType, TokenAnalysis.WordChange::logits);

  /**
   * One analysed token.
   *
   * @param attention of each token of the image; null where it is not known
   */
  private record Analysed(
      String imageId, VisualTokens seen, Double[] attention, TokenAnalysis analysis) {

    double clsCosine() {
      return seen.clsCosine()[analysis.token()];
    }

    Double ownAttention() {
      return attention[analysis.token()];
    }
  }

  private static final RowSchema<Analysed> COLUMNS =
      RowSchema.<Analysed>empty()
          .required("image_id", DataTypes.StringType, Analysed::imageId)
          .required("token_index", DataTypes.IntegerType, token -> token.analysis().token())
          .required("rows", DataTypes.IntegerType, token -> token.seen().grid().rows())
          .required("cols", DataTypes.IntegerType, token -> token.seen().grid().cols())
          .required("cls_cosine", DataTypes.DoubleType, Analysed::clsCosine)
          .optional("attention", DataTypes.DoubleType, Analysed::ownAttention)
          .required(
              "region_divergence",
              DataTypes.DoubleType,
              token -> token.analysis().region().divergence())
          .required(
              "global_divergence",
              DataTypes.DoubleType,
              token -> token.analysis().image().divergence())
          .required("says", SAID.arrayType(), token -> SAID.rows(token.analysis().says()))
          .required(
              "region_words",
              ADDED.arrayType(),
              token -> ADDED.rows(token.analysis().region().words()))
          .required(
              "image_words",
              ADDED.arrayType(),
              token -> ADDED.rows(token.analysis().image().words()));

  /**
   * One token of one image; the input has {@code image_id} and {@code pixels}, both as {@link
   * InspectImages} gives them. {@code attention} is null where the bundle's decoder does not run
   * layer by layer.
   */
  public static final StructType OUTPUT = COLUMNS.schema();

  @Override
  public Iterator<Row> call(Iterator<Row> images) {
    OpenedModel opened = model.open();
    TokenAnalyser analyser = new TokenAnalyser(opened.loaded(), settings, batching);
    Iterable<Row> rows = () -> images;
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(
            row -> {
              VisualTokens seen = opened.features(InspectImages.pixels(row)).tokens();
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
        .map(analysis -> COLUMNS.row(new Analysed(imageId, seen, attention, analysis)));
  }

  /** Nulls where the decoder does not give its attention. */
  private static Double[] attention(LoadedModel model, VisualTokens tokens) {
    Double[] attention = new Double[tokens.grid().size()];
    if (model.decoder().runsLayers()) {
      try (LayerPass pass = new LayerPass(model, tokens, model.manifest().prompt().after())) {
        double[] measured = TextAttention.of(pass);
        for (int i = 0; i < measured.length; i++) {
          attention[i] = measured[i];
        }
      }
    }
    return attention;
  }
}
