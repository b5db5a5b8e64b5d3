package org.tokenquarry.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.error.UserException;
import org.tokenquarry.image.ImageDecoder;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.ModelDevice;
import org.tokenquarry.model.TinyBundles;
import org.tokenquarry.token.VisualTokens;

class VisualTokenTransformerTest {

  private static final String BUNDLE = TinyBundles.directory(TinyBundles.TINY).toString();
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.IntegerType).add("content", DataTypes.BinaryType);

  private static SparkSession spark;

  @TempDir Path temp;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static byte[] png(int width, int height, int seed) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (x * 7 + y * 13 * seed) * 0x010305);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** Eleven images with one null and one text file among them. */
  private static Dataset<Row> images(int partitions) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      rows.add(RowFactory.create(i, png(24 + i, 40 - i, i + 1)));
    }
    rows.set(3, RowFactory.create(3, null));
    rows.set(5, RowFactory.create(5, "no image".getBytes(StandardCharsets.UTF_8)));
    return spark.createDataFrame(rows, SCHEMA).repartition(partitions);
  }

  private static VisualTokenTransformer transformer() {
    return new VisualTokenTransformer().setModelUrl(BUNDLE).setBatchSize(4);
  }

  private static VisualTokens direct(byte[] file) throws UnreadableImageException {
    LoadedModel model = ModelCache.shared().acquire(BUNDLE, ModelDevice.CPU);
    Preprocessor preprocessor = new Preprocessor(model.manifest().preprocessing());
    float[] pixels =
        preprocessor.pixels(new ImageDecoder(ImageLimits.DEFAULT).decode(file).image()).values();
    return model.vision().tokens(new float[][] {pixels}).get(0);
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  @Test
  void addsWhatTheEncoderGives() throws Exception {
    List<Row> rows =
        transformer()
            .transform(images(2))
            .selectExpr(
                "*", "flatten(visual_tokens.tokens) as flat", "size(visual_tokens.tokens) as count")
            .orderBy("id")
            .collectAsList();
    assertThat(rows).hasSize(11);
    for (Row row : rows) {
      Row output = row.getStruct(row.fieldIndex("visual_tokens"));
      int id = row.getInt(0);
      if (id == 3) {
        assertThat(output).isNull();
      } else if (id == 5) {
        assertThat(output.isNullAt(0)).isTrue();
        assertThat(output.isNullAt(1)).isTrue();
        assertThat(output.getString(2)).isEqualTo("not-an-image");
      } else {
        VisualTokens expected = direct(row.getAs("content"));
        assertThat(output.isNullAt(2)).isTrue();
        assertThat(floats(output.getList(1)))
            .containsExactly(expected.clsCosine(), Offset.offset(1e-5f));
        assertThat(floats(row.getList(row.fieldIndex("flat"))))
            .containsExactly(expected.projected().values(), Offset.offset(1e-5f));
        assertThat(row.getInt(row.fieldIndex("count"))).isEqualTo(16);
      }
    }
  }

  @Test
  void allTasksShareOneModel() throws IOException {
    ModelCache.shared().acquire(BUNDLE, ModelDevice.CPU);
    int before = ModelCache.shared().opened();
    assertThat(transformer().transform(images(4)).where("visual_tokens.tokens is not null").count())
        .isEqualTo(9);
    assertThat(ModelCache.shared().opened()).isEqualTo(before);
    assertThat(ModelCache.shared().acquire(BUNDLE, ModelDevice.CPU).openScopes()).isZero();
  }

  @Test
  void aPipelineWithItSurvivesSaving() throws Exception {
    VisualTokenTransformer stage = transformer().setOutputCol("tokens").setDevice("cpu");
    String path = temp.resolve("pipeline").toString();
    new Pipeline().setStages(new PipelineStage[] {stage}).fit(images(1)).save(path);
    PipelineModel loaded = PipelineModel.load(path);
    VisualTokenTransformer again = (VisualTokenTransformer) loaded.stages()[0];
    assertThat(again.uid()).isEqualTo(stage.uid());
    assertThat(again.getModelUrl()).isEqualTo(BUNDLE);
    assertThat(again.getBatchSize()).isEqualTo(4);
    assertThat(again.getDevice()).isEqualTo("cpu");
    assertThat(loaded.transform(images(1)).select("tokens.tokens").na().drop().count())
        .isEqualTo(9);
    stage.save(temp.resolve("stage").toString());
    assertThat(VisualTokenTransformer.load(temp.resolve("stage").toString()).getOutputCol())
        .isEqualTo("tokens");
    assertThat(stage.copy(new ParamMap()).getOutputCol()).isEqualTo("tokens");
  }

  @Test
  void columnsThatDoNotFitAreRefused() {
    VisualTokenTransformer stage = transformer();
    assertThat(stage.transformSchema(SCHEMA).apply("visual_tokens").dataType().simpleString())
        .isEqualTo("struct<tokens:array<array<float>>,cls_cosine:array<float>,reason:string>");
    assertThatThrownBy(() -> transformer().setInputCol("bytes").transformSchema(SCHEMA))
        .isInstanceOf(UserException.class)
        .hasMessage("There is no column bytes. Set inputCol to another column.");
    assertThatThrownBy(() -> transformer().setInputCol("id").transformSchema(SCHEMA))
        .isInstanceOf(UserException.class)
        .hasMessage("The column id is int, not binary. Set inputCol to another column.");
    assertThatThrownBy(() -> transformer().setOutputCol("id").transformSchema(SCHEMA))
        .isInstanceOf(UserException.class)
        .hasMessage("There is a column id already. Set outputCol to another column.");
  }

  @Test
  void paramsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> transformer().setBatchSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batchSize given invalid value 0");
    assertThatThrownBy(() -> transformer().setEngine("TensorFlow"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("engine given invalid value TensorFlow");
    assertThat(transformer().explainParams()).contains("modelUrl", "device", "default: bundled");
  }
}
