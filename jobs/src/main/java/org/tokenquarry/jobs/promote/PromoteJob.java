package org.tokenquarry.jobs.promote;

import java.util.Optional;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.AliasName;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.AliasMove;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RegistryErrors;
import org.tokenquarry.jobs.table.RegistryState;

/**
 * Lets an alias stand for a version, in one commit.
 *
 * <p>Input tables: {@code codebooks}, {@code prototypes}, {@code aliases}. Output table: {@code
 * aliases}. Example:
 *
 * <pre>{@code tokenquarry promote 3 --as candidate --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no version is named, there is no such version, it was retired, the table no
 * longer holds its prototypes, or it was to become the champion and {@code publish} never let it
 * through ({@link UserException}); another run moved the alias at the same time ({@link
 * org.tokenquarry.jobs.table.ConcurrentRunException}). If the alias stands for the version already,
 * nothing is written.
 */
public final class PromoteJob implements Job<PromoteSummary> {

  @Override
  public PromoteSummary run(JobContext context) {
    String alias = context.settings().registry().alias();
    CodebookVersion codebook = context.namedCodebook();
    Registry registry = new Registry(context.warehouse());
    RegistryState seen = registry.read();
    Optional<Long> before = seen.aliases().current(alias).map(AliasMove::version);
    boolean moves = before.filter(version -> version == codebook.version()).isEmpty();
    if (moves) {
      require(context, seen, alias, codebook);
      registry.move(
          seen,
          alias,
          codebook.version(),
          context.info(codebook.modelDigest(), codebook.settingsDigest()));
      // It may have been retired meanwhile. Either this run or that one notices.
      requireInUse(new Codebooks(context.warehouse()).version(codebook.version()));
    }
    return new PromoteSummary(
        alias,
        codebook.version(),
        before.orElse(null),
        moves,
        registry.read().aliases().namesOf(codebook.version()));
  }

  private static void require(
      JobContext context, RegistryState seen, String alias, CodebookVersion codebook) {
    requireInUse(codebook);
    if (alias.equals(AliasName.CHAMPION)
        && seen.aliases().last(alias, codebook.version()).isEmpty()) {
      throw RegistryErrors.neverPublished(codebook.version());
    }
    new Codebooks(context.warehouse()).requireIntact(codebook);
  }

  private static void requireInUse(CodebookVersion codebook) {
    if (codebook.retiredAt() != null) {
      throw new UserException(RegistryErrors.retired(codebook));
    }
  }
}
