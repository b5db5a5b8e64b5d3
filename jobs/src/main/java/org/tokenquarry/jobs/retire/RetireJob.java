package org.tokenquarry.jobs.retire;

import java.util.List;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RegistryErrors;
import org.tokenquarry.jobs.table.RunInfo;

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
    CodebookVersion codebook = context.namedCodebook();
    Registry registry = new Registry(context.warehouse());
    requireUnused(registry, codebook);
    if (codebook.retiredAt() == null) {
      RunInfo run = context.info(codebook.modelDigest(), codebook.settingsDigest());
      registry.retire(codebook.version(), run);
      try {
        requireUnused(registry, codebook); // An alias may have been moved to it meanwhile.
      } catch (UserException e) {
        registry.takeBack(codebook.version(), run);
        throw e;
      }
    }
    CodebookVersion retired = new Codebooks(context.warehouse()).version(codebook.version());
    return new RetireSummary(
        retired.version(), retired.status().code(), retired.retiredAt().toString());
  }

  private static void requireUnused(Registry registry, CodebookVersion codebook) {
    List<String> aliases = registry.read().aliases().namesOf(codebook.version());
    if (!aliases.isEmpty()) {
      throw RegistryErrors.versionInUse(codebook.version(), aliases);
    }
  }
}
