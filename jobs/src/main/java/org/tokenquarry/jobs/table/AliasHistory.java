package org.tokenquarry.jobs.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All moves of all aliases. What an alias stands for is its move with the largest number. Times
 * only say when.
 */
public final class AliasHistory {

  /** By alias, then by number. */
  private final NavigableMap<String, NavigableMap<Long, AliasMove>> moves = new TreeMap<>();

  /** Collects moves, in any order. */
  AliasHistory(List<AliasMove> all) {
    all.forEach(
        move ->
            moves.computeIfAbsent(move.alias(), alias -> new TreeMap<>()).put(move.move(), move));
  }

  /** The aliases as they were at an instant. */
  AliasHistory at(Instant instant) {
    return new AliasHistory(
        moves.values().stream()
            .flatMap(each -> each.values().stream())
            .filter(move -> !move.movedAt().isAfter(instant))
            .toList());
  }

  /** The newest move of each alias, by the names. */
  public List<AliasMove> current() {
    return moves.values().stream().map(each -> each.lastEntry().getValue()).toList();
  }

  /** The newest move of an alias; empty if it was never moved. */
  public Optional<AliasMove> current(String alias) {
    return Optional.ofNullable(of(alias).lastEntry()).map(Map.Entry::getValue);
  }

  /** The aliases that stand for a version, by their names. */
  public List<String> namesOf(long version) {
    return current().stream()
        .filter(move -> move.version() == version)
        .map(AliasMove::alias)
        .toList();
  }

  /** The newest move of an alias to a version; empty if it never stood for it. */
  public Optional<AliasMove> last(String alias, long version) {
    return of(alias).descendingMap().values().stream()
        .filter(move -> move.version() == version)
        .findFirst();
  }

  /** The largest version that an alias ever stood for; 0 if it was never moved. */
  long largest(String alias) {
    return of(alias).values().stream().mapToLong(AliasMove::version).max().orElse(0);
  }

  /** The rollback that took an alias away from a version, if nothing has brought it back since. */
  public Optional<AliasMove> takenBack(String alias, long version) {
    return last(alias, version)
        .flatMap(last -> Optional.ofNullable(of(alias).higherEntry(last.move())))
        .map(Map.Entry::getValue)
        .filter(AliasMove::isRollback);
  }

  /**
   * What an alias stood for before, the nearest first, as rollbacks go back: a move that was rolled
   * back is not among it. So a rollback after a rollback goes one further, and not back and forth.
   */
  List<AliasMove> before(String alias) {
    NavigableMap<Long, AliasMove> own = of(alias);
    List<AliasMove> before = new ArrayList<>();
    Map.Entry<Long, AliasMove> next = own.lastEntry();
    while (next != null) {
      next = own.lowerEntry(next.getValue().place());
      if (next != null) {
        next = own.floorEntry(next.getValue().place());
        before.add(next.getValue());
      }
    }
    return before;
  }

  /** The number of the next move of an alias, and its time. */
  AliasMove next(String alias, long version, Long restores, Instant now, RunInfo run) {
    Optional<AliasMove> last = current(alias);
    Instant earliest = last.map(AliasMove::movedAt).orElse(now);
    return new AliasMove(
        alias,
        Math.max(0, last.map(AliasMove::move).orElse(0L)) + 1,
        version,
        restores,
        now.isBefore(earliest) ? earliest : now,
        run.runId(),
        run.verb());
  }

  private NavigableMap<Long, AliasMove> of(String alias) {
    return moves.getOrDefault(alias, new TreeMap<>());
  }

  /**
   * What an older release published, which had no table of aliases, as moves of one alias. Of a
   * version that was published several times it knew the last time only.
   *
   * @param rows of the table {@code codebooks} as they are stored
   */
  static List<AliasMove> published(String alias, List<CodebookVersion> rows) {
    List<CodebookVersion> published =
        rows.stream()
            .filter(row -> row.publishedAt() != null)
            .sorted(
                Comparator.comparing(
                        (CodebookVersion row) -> row.status() == CodebookVersion.Status.PUBLISHED)
                    .thenComparing(CodebookVersion::publishedAt)
                    .thenComparing(CodebookVersion::version))
            .toList();
    List<AliasMove> moves = new ArrayList<>();
    Instant latest = Instant.MIN;
    for (CodebookVersion row : published) {
      latest = row.publishedAt().isBefore(latest) ? latest : row.publishedAt();
      long move = moves.size() + 1L - published.size();
      moves.add(new AliasMove(alias, move, row.version(), null, latest, null, "publish"));
    }
    return moves;
  }
}
