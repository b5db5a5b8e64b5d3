package org.tokenquarry.jobs.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tokenquarry.jobs.table.CodebookVersion.Status;

/**
 * The versions of the codebook and their aliases at one time.
 *
 * @param versions oldest first; those that are being built are among them
 * @param aliases what they stand for, and stood for
 * @param unwritten moves among these that the table lacks, because an older release published them
 */
public record RegistryState(
    List<CodebookVersion> versions, AliasHistory aliases, List<AliasMove> unwritten) {

  /** Copies the lists. */
  public RegistryState {
    versions = List.copyOf(versions);
    unwritten = List.copyOf(unwritten);
  }

  /** The versions and aliases as they were at an instant. */
  public RegistryState at(Instant instant) {
    AliasHistory then = aliases.at(instant);
    return new RegistryState(
        versions.stream()
            .filter(version -> !version.createdAt().isAfter(instant))
            .map(version -> version.at(instant).seenIn(then))
            .toList(),
        then,
        List.of());
  }

  /** The versions that are complete, oldest first. */
  public List<CodebookVersion> complete() {
    return versions.stream().filter(version -> version.status() != Status.BUILDING).toList();
  }

  /** The complete version that an alias stands for; empty if there is no such alias. */
  public Optional<CodebookVersion> of(String alias) {
    return aliases.current(alias).flatMap(move -> complete(move.version()));
  }

  /**
   * The move that a rollback of an alias goes back to; empty if there is none. Versions that were
   * retired since are passed over.
   */
  public Optional<AliasMove> before(String alias) {
    long now = aliases.current(alias).map(AliasMove::version).orElse(0L);
    return aliases.before(alias).stream()
        .filter(move -> move.version() != now)
        .filter(
            move -> complete(move.version()).filter(each -> each.retiredAt() == null).isPresent())
        .findFirst();
  }

  private Optional<CodebookVersion> complete(long number) {
    return complete().stream().filter(version -> version.version() == number).findFirst();
  }
}
