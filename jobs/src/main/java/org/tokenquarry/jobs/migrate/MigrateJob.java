package org.tokenquarry.jobs.migrate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.MinedImages;
import org.tokenquarry.jobs.table.OlderTables;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.numeric.FloatBytes;

/**
 * Brings a warehouse of an older release to the tables of this one: bytes of images go into packs,
 * embeddings become bytes, and the findings of each image are counted. Each table changes in one
 * commit, so a run that was cut off is continued by the next one.
 *
 * <p>Input and output tables: {@code images}, {@code contents}, {@code experiments}, {@code mined},
 * {@code prototypes}. Example:
 *
 * <pre>{@code tokenquarry migrate --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no warehouse ({@link org.tokenquarry.error.UserException}). The table
 * {@code sources} stays empty, so the next {@code ingest} reads every source once more.
 */
public final class MigrateJob implements Job<MigrateSummary> {

  private static final String EMBEDDING = "embedding";

  @Override
  public MigrateSummary run(JobContext context) throws Exception {
    Warehouse warehouse = context.existingWarehouse();
    OlderTables old = new OlderTables(warehouse);
    RunInfo run = context.info();
    List<String> tables = new ArrayList<>();
    long images = 0;
    if (old.isOld(Tables.IMAGES)) {
      context.phases().uncounted("Writing the bytes of images into packs");
      images = new OldImages(warehouse, run).migrate();
      tables.add(Tables.IMAGES.name());
    }
    if (old.isOld(Tables.EXPERIMENTS)) {
      context.phases().uncounted("Writing findings");
      replace(old, Tables.EXPERIMENTS, Tables::experiments, run);
      tables.add(Tables.EXPERIMENTS.name());
    }
    if (old.isOld(Tables.PROTOTYPES)) {
      context.phases().uncounted("Writing prototypes");
      replace(old, Tables.PROTOTYPES, Tables::prototypes, run);
      tables.add(Tables.PROTOTYPES.name());
    }
    if (!warehouse.has(Tables.MINED) && warehouse.has(Tables.EXPERIMENTS)) {
      context.phases().uncounted("Counting findings");
      count(warehouse, run);
      tables.add(Tables.MINED.name());
    }
    return new MigrateSummary(tables, images);
  }

  /** Embeddings become bytes, in one commit. */
  private static void replace(
      OlderTables old, TableSpec table, IntFunction<TableSpec> ofWidth, RunInfo run) {
    Dataset<Row> rows = old.rows(table);
    List<Row> one =
        rows.filter(col(EMBEDDING).isNotNull())
            .select(size(col(EMBEDDING)).as("hidden"))
            .limit(1)
            .collectAsList();
    TableSpec wanted = one.isEmpty() ? table : ofWidth.apply(one.get(0).<Integer>getAs("hidden"));
    UserDefinedFunction bytes = udf(new Bytes(), DataTypes.BinaryType);
    old.replace(wanted, rows.withColumn(EMBEDDING, bytes.apply(col(EMBEDDING))), run);
  }

  private static void count(Warehouse warehouse, RunInfo run) {
    // Few rows: one for each model and settings.
    warehouse
        .read(Tables.EXPERIMENTS)
        .select("model_digest", "settings_digest")
        .distinct()
        .collectAsList()
        .forEach(
            key ->
                new MinedImages(warehouse, key.getAs("model_digest"), key.getAs("settings_digest"))
                    .countAgain(run));
  }

  /** Spark hands an array of floats over as a sequence of boxed ones. */
  private static final class Bytes implements UDF1<scala.collection.Seq<Float>, byte[]> {

    private static final long serialVersionUID = 1L;

    @Override
    public byte[] call(scala.collection.Seq<Float> boxed) {
      if (boxed == null) {
        return null;
      }
      float[] values = new float[boxed.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = boxed.apply(i);
      }
      return FloatBytes.of(values);
    }
  }
}
