package org.tokenquarry.jobs.table;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/** Every error about aliases: its code, its sentence and its remedy. */
public final class RegistryErrors {

  private RegistryErrors() {}

  /**
   * There is no such alias.
   *
   * @param known those that there are
   */
  public static UserException aliasMissing(String alias, List<AliasMove> known) {
    return new UserException(
        "alias-missing",
        "There is no alias " + alias + ".",
        "A version is default, latest, published or a number from 1, or an alias"
            + (known.isEmpty()
                ? "; there is none yet."
                : ": "
                    + known.stream().map(AliasMove::alias).collect(Collectors.joining(", "))
                    + "."));
  }

  /** An alias never stood for another version that may be used. */
  public static UserException nothingBefore(String alias, long version) {
    return new UserException(
        "nothing-before",
        "The alias %s stands for version %d, and stood for no other before that may be used."
            .formatted(alias, version),
        "Name the version: publish VERSION, or promote VERSION --as " + alias + ".");
  }

  /** A version must be named, because the wrong one would do harm. */
  public static UserException versionNotNamed(String verb) {
    return new UserException(
        "version-not-named",
        "The verb " + verb + " takes no version by itself.",
        "Name it: " + verb + " VERSION. list shows the versions.");
  }

  /** A version was retired, so nothing may begin to use it. */
  public static Problem retired(CodebookVersion codebook) {
    return new Problem(
        "version-retired",
        "Version %d was retired at %s.".formatted(codebook.version(), codebook.retiredAt()),
        "Take another version; list shows them. With other images or settings, cluster makes a new"
            + " one.");
  }

  /** The gate never let a version through, so it cannot become the champion. */
  public static UserException neverPublished(long version) {
    return new UserException(
        "never-published",
        "Version %d never passed the conditions of publication, so it cannot be the champion."
            .formatted(version),
        "Run publish " + version + ", which checks them.");
  }

  /**
   * A rollback took the champion away from a version.
   *
   * @param at when
   */
  public static Problem rolledBack(long version, Instant at) {
    return new Problem(
        "rolled-back",
        "Version %d was published, and a rollback took it back at %s.".formatted(version, at),
        "Publish another version. To serve this one again all the same, run promote %d --as champion;"
                .formatted(version)
            + " if it must not be used any more, retire "
            + version
            + ".");
  }

  /**
   * Aliases stand for a version that was to be retired.
   *
   * @param aliases at least one
   */
  public static UserException versionInUse(long version, List<String> aliases) {
    String names = String.join(", ", aliases);
    return new UserException(
        "version-in-use",
        "Version %d cannot be retired, because aliases stand for it: %s.".formatted(version, names),
        "Move them first: promote another version --as "
            + aliases.get(0)
            + ", or rollback "
            + aliases.get(0)
            + ".");
  }

  /** Files would go that readers or writers may still need. */
  static UserException retentionTooShort(String asked, String least) {
    return new UserException(
        "retention-too-short",
        "vacuum.retention is %s; files that readers or other runs may need stay at least %s."
            .formatted(asked, least),
        "Set it to at least this. If nothing else is at work on the warehouse, and no old version of"
            + " a table is needed, set"
            + " spark.databricks.delta.retentionDurationCheck.enabled=false as well.");
  }
}
