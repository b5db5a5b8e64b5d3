package org.tokenquarry.jobs.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.TableHealth;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;

/** The tables: their logs can be read, and the files of their latest versions are there. */
final class TableCheck implements Check {

  @Override
  public String name() {
    return "tables";
  }

  @Override
  public Finding look(JobContext context) throws IOException {
    int tables = 0;
    long files = 0;
    List<Problem> problems = new ArrayList<>();
    for (TableSpec table : Tables.all()) {
      TableHealth health = TableHealth.of(context.warehouse(), table);
      tables += health.exists() ? 1 : 0;
      files += health.files();
      problems.addAll(health.problems());
    }
    if (!problems.isEmpty()) {
      return Finding.fails(problems);
    }
    String location = context.settings().warehouse().path();
    return tables == 0
        ? Finding.warning(
            "warehouse-missing",
            "There is no warehouse in " + location + " yet.",
            "Check --warehouse (warehouse.path); ingest creates one.")
        : Finding.ok(
            "%d tables with %d files in %s can be read.".formatted(tables, files, location));
  }
}
