package org.tokenquarry.jobs.rollback;

import java.util.List;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code rollback} did.
 *
 * @param alias the alias
 * @param version that it stands for again
 * @param previous that it stood for before this
 * @param aliases that stand for the version now
 */
public record RollbackSummary(String alias, long version, long previous, List<String> aliases)
    implements Summary {

  /** Copies the list. */
  public RollbackSummary {
    aliases = List.copyOf(aliases);
  }

  @Override
  public String text() {
    return alias + " is version " + version + " again, and was version " + previous;
  }
}
