package org.tokenquarry.task;

import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.error.UserException;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.model.DevicePreference;
import org.tokenquarry.model.ModelBundle;
import scala.Function1;

/**
 * A stage of a Spark ML pipeline that turns image files into the visual tokens of a model. Its
 * parameters have the names of DJL's Spark extension.
 *
 * <p>The input column is binary: whole image files. The output column is a structure: {@code
 * tokens} {@code [N, D] float}, {@code cls_cosine} {@code [N] float} in [-1, 1], and {@code
 * reason}. Where a file cannot be decoded, only {@code reason} is set, to a stable code; else
 * {@code reason} is null. A null in the input gives a null.
 *
 * <p>Each executor loads the model once, and its tasks share it. The last bits of the tokens may
 * depend on which rows share a batch, unless the batch size is 1.
 */
public final class VisualTokenTransformer extends Transformer implements DefaultParamsWritable {

  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> modelUrl;
  private final Param<String> engine;
  private final Param<String> device;
  private final IntParam batchSize;

  /** A stage with a generated name. */
  public VisualTokenTransformer() {
    this(Identifiable$.MODULE$.randomUID("visualTokens"));
  }

  /**
   * A stage with a given name; Spark's reader calls this.
   *
   * @param uid unique in a pipeline
   */
  public VisualTokenTransformer(String uid) {
    this.uid = uid;
    inputCol = new Param<>(this, "inputCol", "binary column with image files");
    outputCol = new Param<>(this, "outputCol", "column to add, with the visual tokens");
    modelUrl = new Param<>(this, "modelUrl", "directory or Hadoop URI of a bundle, or bundled");
    engine = new Param<>(this, "engine", "deep learning engine", oneOf("PyTorch"));
    device = new Param<>(this, "device", "auto, cpu or gpu", oneOf("auto", "cpu", "gpu"));
    batchSize = new IntParam(this, "batchSize", "images encoded at once, at least 1", atLeastOne());
    setDefault(inputCol, "content");
    setDefault(outputCol, "visual_tokens");
    setDefault(modelUrl, ModelBundle.BUNDLED);
    setDefault(engine, "PyTorch");
    setDefault(device, "auto");
    setDefault(batchSize, 8);
  }

  private static Function1<String, Object> oneOf(String... allowed) {
    return ParamValidators.inArray(List.of(allowed));
  }

  private static Function1<Object, Object> atLeastOne() {
    return ParamValidators.gtEq(1);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Binary column with image files; default {@code content}. */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** Column to add; default {@code visual_tokens}. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** Where the model bundle is, see {@link ModelBundle#open}; default {@code bundled}. */
  public Param<String> modelUrl() {
    return modelUrl;
  }

  /** The engine; only {@code PyTorch} is supported. */
  public Param<String> engine() {
    return engine;
  }

  /** The device, see {@link DevicePreference}; default {@code auto}. */
  public Param<String> device() {
    return device;
  }

  /** How many images are encoded at once; default 8. */
  public IntParam batchSize() {
    return batchSize;
  }

  /** Sets {@link #inputCol}. */
  public VisualTokenTransformer setInputCol(String value) {
    set(inputCol, value);
    return this;
  }

  /** Sets {@link #outputCol}. */
  public VisualTokenTransformer setOutputCol(String value) {
    set(outputCol, value);
    return this;
  }

  /** Sets {@link #modelUrl}. */
  public VisualTokenTransformer setModelUrl(String value) {
    set(modelUrl, value);
    return this;
  }

  /** Sets {@link #engine}. */
  public VisualTokenTransformer setEngine(String value) {
    set(engine, value);
    return this;
  }

  /** Sets {@link #device}. */
  public VisualTokenTransformer setDevice(String value) {
    set(device, value);
    return this;
  }

  /** Sets {@link #batchSize}. */
  public VisualTokenTransformer setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  /** Value of {@link #inputCol}. */
  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  /** Value of {@link #outputCol}. */
  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  /** Value of {@link #modelUrl}. */
  public String getModelUrl() {
    return getOrDefault(modelUrl);
  }

  /** Value of {@link #engine}. */
  public String getEngine() {
    return getOrDefault(engine);
  }

  /** Value of {@link #device}. */
  public String getDevice() {
    return getOrDefault(device);
  }

  /** Value of {@link #batchSize}. */
  public int getBatchSize() {
    return (Integer) getOrDefault(batchSize);
  }

  /**
   * Adds the output column. Nothing is computed before an action of Spark asks for rows.
   *
   * @throws UserException see {@link #transformSchema}
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    MapPartitionsFunction<Row, Row> encode =
        new EncodeImages(
            new TaskModel(getModelUrl(), DevicePreference.parse(getDevice()), ImageLimits.DEFAULT),
            getBatchSize(),
            dataset.schema().fieldIndex(getInputCol()));
    return dataset.toDF().mapPartitions(encode, Encoders.row(schema));
  }

  /**
   * The schema with the output column.
   *
   * @throws UserException with the code {@code column-unfit} if the input column is missing or not
   *     binary, or the output column exists already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    List<String> names = List.of(schema.fieldNames());
    if (!names.contains(getInputCol())) {
      throw TaskErrors.noColumn(getInputCol(), "inputCol");
    }
    StructField input = schema.apply(getInputCol());
    if (!input.dataType().equals(DataTypes.BinaryType)) {
      throw TaskErrors.columnNotBinary(getInputCol(), input.dataType().simpleString(), "inputCol");
    }
    if (names.contains(getOutputCol())) {
      throw TaskErrors.columnTaken(getOutputCol(), "outputCol");
    }
    return schema.add(getOutputCol(), BatchEncoder.COLUMNS.schema(), true);
  }

  @Override
  public VisualTokenTransformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** A reader of saved stages. */
  public static MLReader<VisualTokenTransformer> read() {
    return new DefaultParamsReadable<VisualTokenTransformer>() {}.read();
  }

  /** Loads the stage that is saved at a path. */
  public static VisualTokenTransformer load(String path) {
    return read().load(path);
  }
}
