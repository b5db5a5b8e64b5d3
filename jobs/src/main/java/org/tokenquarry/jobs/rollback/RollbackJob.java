package org.tokenquarry.jobs.rollback;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.AliasMove;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RegistryErrors;
import org.tokenquarry.jobs.table.RegistryState;

/**
 * Lets an alias, by default the champion, stand again for what it stood for before, in one commit.
 * A second rollback goes one further back. Retired versions are passed over.
 *
 * <p>Input tables: {@code codebooks}, {@code prototypes}, {@code aliases}. Output table: {@code
 * aliases}. Example:
 *
 * <pre>{@code tokenquarry rollback --warehouse warehouse}</pre>
 *
 * <p>Failure modes: there is no such alias, it stood for nothing else before, or the table no
 * longer holds the prototypes of that version ({@link org.tokenquarry.error.UserException});
 * another run moved the alias at the same time ({@link
 * org.tokenquarry.jobs.table.ConcurrentRunException}).
 */
public final class RollbackJob implements Job<RollbackSummary> {

  @Override
  public RollbackSummary run(JobContext context) {
    String alias = context.settings().registry().alias();
    Registry registry = new Registry(context.existingWarehouse());
    RegistryState seen = registry.read();
    AliasMove current =
        seen.aliases()
            .current(alias)
            .orElseThrow(() -> RegistryErrors.aliasMissing(alias, seen.aliases().current()));
    AliasMove earlier =
        seen.before(alias)
            .orElseThrow(() -> RegistryErrors.nothingBefore(alias, current.version()));
    Codebooks codebooks = new Codebooks(context.warehouse());
    CodebookVersion codebook = codebooks.version(earlier.version());
    codebooks.requireIntact(codebook);
    registry.restore(
        seen, earlier, context.info(codebook.modelDigest(), codebook.settingsDigest()));
    return new RollbackSummary(
        alias,
        codebook.version(),
        current.version(),
        registry.read().aliases().namesOf(codebook.version()));
  }
}
