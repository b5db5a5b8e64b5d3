package org.tokenquarry.jobs.retire;

import java.util.List;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RegistryErrors;

/**
 * Retires a version: no alias can be moved to it any more. Its prototypes stay.
 *
 * <p>Input tables: {@code codebooks}, {@code aliases}. Output table: {@code codebooks}, one commit.
 * Example:
 *
 * <pre>{@code tokenquarry retire 3 --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no version is named, there is no such version, or an alias stands for it
 * ({@link org.tokenquarry.error.UserException}); another run changed the table at the same time
 * ({@link org.tokenquarry.jobs.table.ConcurrentRunException}). A version that is retired already
 * stays so.
 */
public final class RetireJob implements Job<RetireSummary> {

  @Override
  public RetireSummary run(JobContext context) {
    Registry registry = new Registry(context.existingWarehouse());
    CodebookVersion codebook = context.namedCodebook();
    List<String> aliases = registry.read().aliases().namesOf(codebook.version());
    if (!aliases.isEmpty()) {
      throw RegistryErrors.versionInUse(codebook.version(), aliases);
    }
    if (codebook.retiredAt() == null) {
      registry.retire(
          codebook.version(), context.info(codebook.modelDigest(), codebook.settingsDigest()));
    }
    CodebookVersion retired = new Codebooks(context.warehouse()).version(codebook.version());
    return new RetireSummary(
        retired.version(), retired.status().code(), retired.retiredAt().toString());
  }
}
