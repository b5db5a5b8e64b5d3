package org.tokenquarry.jobs.promote;

import java.util.List;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code promote} did.
 *
 * @param alias the alias
 * @param version that it stands for now
 * @param previous that it stood for before; null if it is new
 * @param moved false if it stood for this version already, so that nothing was written
 * @param aliases that stand for the version now
 */
public record PromoteSummary(
    String alias, long version, Long previous, boolean moved, List<String> aliases)
    implements Summary {

  /** Copies the list. */
  public PromoteSummary {
    aliases = List.copyOf(aliases);
  }

  @Override
  public String text() {
    if (!moved) {
      return alias + " is version " + version + " already";
    }
    return alias
        + " is version "
        + version
        + (previous == null ? "" : ", and was version " + previous);
  }
}
