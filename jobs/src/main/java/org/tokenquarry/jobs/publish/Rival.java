package org.tokenquarry.jobs.publish;

import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.prune.RandomPruner;

/**
 * What a version must not be worse than.
 *
 * @param pruner its name in the table {@code evaluations}
 * @param words its name in messages
 * @param code its name in error codes
 * @param setting the setting that asks for the comparison
 * @param remedy what to do if the comparison is missing
 */
record Rival(String pruner, String words, String code, String setting, String remedy) {

  /** Tokens that are drawn at random. */
  static Rival random() {
    return new Rival(
        RandomPruner.NAME,
        "random tokens",
        "random",
        "publish.notWorseThanRandom",
        "Run evaluate again, with random among evaluate.pruners.");
  }

  /** The published version, probed by the same pruner. */
  static Rival published(CodebookVersion version, String pruner) {
    return new Rival(
        MetricNames.ofVersion(pruner, version.version()),
        "the published version " + version.version(),
        "published",
        "publish.notWorseThanPublished",
        "Run evaluate again, which asks about the published version, too.");
  }

  /** Whether these are random tokens. */
  boolean isRandom() {
    return pruner.equals(RandomPruner.NAME);
  }
}
