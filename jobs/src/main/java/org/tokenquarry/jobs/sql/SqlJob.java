package org.tokenquarry.jobs.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.SqlSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Runs a query of Spark SQL, in which {@code redundancy_score} and {@code keep_tokens} are known,
 * and each table of the warehouse, if there is one, by its name.
 *
 * <p>Output: none but the summary; nothing can be written. Example:
 *
 * <pre>{@code tokenquarry sql "SELECT count(*) FROM images" --warehouse warehouse}</pre>
 *
 * <p>Failure modes: the text is no query, or names what does not exist ({@link UserException}).
 */
public final class SqlJob implements Job<SqlSummary> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public SqlSummary run(JobContext context) {
    SqlSettings settings = context.settings().sql();
    String query = settings.query().orElseThrow(SqlJob::missing);
    SparkSession spark = context.spark();
    Warehouse warehouse = context.warehouseIfAny();
    for (TableSpec table : warehouse.exists() ? Tables.all() : List.<TableSpec>of()) {
      if (warehouse.has(table)) {
        warehouse.read(table).createOrReplaceTempView(table.name());
      }
    }
    Dataset<Row> answer = answer(spark, query);
    List<String> columns = List.of(answer.columns());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String row : answer.toJSON().takeAsList(settings.rows() + 1)) {
      rows.add(values(row, columns));
    }
    boolean more = rows.size() > settings.rows();
    return new SqlSummary(columns, more ? rows.subList(0, settings.rows()) : rows, more);
  }

  /** As a part of a query, the text can be nothing else than a query. */
  private static Dataset<Row> answer(SparkSession spark, String query) {
    try {
      return spark.sql("SELECT * FROM (\n" + query + "\n)");
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof AnalysisException refused) {
        throw refused(refused);
      }
      throw new IllegalStateException("Spark throws no other exception that is checked", e);
    }
  }

  private static UserException refused(AnalysisException refused) {
    String reason = refused.getMessage().lines().findFirst().orElse("it does not say why");
    return new UserException(
        "query-invalid",
        "Spark cannot run the query: " + reason,
        "Give one SELECT statement; other statements are not run.");
  }

  private static UserException missing() {
    return new UserException(
        "query-invalid",
        "There is no query.",
        "Give one SELECT statement, such as \"SELECT count(*) FROM images\".");
  }

  /** JSON of Spark leaves nulls out. */
  private static Map<String, Object> values(String row, List<String> columns) {
    try {
      Map<String, Object> found = JSON.readValue(row, new TypeReference<>() {});
      Map<String, Object> values = new LinkedHashMap<>();
      columns.forEach(column -> values.put(column, found.get(column)));
      return values;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Spark writes valid JSON", e);
    }
  }
}
