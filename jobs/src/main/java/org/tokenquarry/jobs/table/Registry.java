package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.jobs.config.AliasName;
import org.tokenquarry.jobs.table.CodebookVersion.Status;

/**
 * Which version of the codebook each alias stands for. Versions never change; aliases move, one
 * commit for a move. Of two runs that make the same move of an alias one wins, and the other is
 * told so: the number of the move is the commit's place in a {@link Sequence}.
 */
public final class Registry {

  private final Warehouse warehouse;
  private final Clock clock;

  /** Looks at the versions and aliases in {@code warehouse}. */
  public Registry(Warehouse warehouse) {
    this(warehouse, Clock.systemUTC());
  }

  Registry(Warehouse warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /** Reads versions and aliases as they are now. Starts no Spark session. */
  public RegistryState read() {
    // Aliases first: then a version that one of them stands for is there when versions are read.
    List<AliasMove> stored = moves();
    List<CodebookVersion> rows = rows();
    List<AliasMove> unwritten =
        stored.stream().anyMatch(move -> move.alias().equals(AliasName.CHAMPION))
            ? List.of()
            : AliasHistory.published(AliasName.CHAMPION, rows);
    AliasHistory aliases =
        new AliasHistory(Stream.concat(stored.stream(), unwritten.stream()).toList());
    return new RegistryState(
        rows.stream().map(row -> row.seenIn(aliases)).toList(), aliases, unwritten);
  }

  private List<AliasMove> moves() {
    return warehouse
        .direct(Tables.ALIASES)
        .rows(
            List.of(AliasMove.COLUMNS.schema().fieldNames()),
            Optional.empty(),
            row -> Optional.of(AliasMove.of(row)));
  }

  private List<CodebookVersion> rows() {
    return warehouse
        .direct(Tables.CODEBOOKS)
        .rows(
            List.of(CodebookVersion.COLUMNS.schema().fieldNames()),
            Optional.empty(),
            row -> Optional.of(CodebookVersion.of(row)))
        .stream()
        .sorted(Comparator.comparingLong(CodebookVersion::version))
        .toList();
  }

  /**
   * Lets an alias stand for a version, in one commit.
   *
   * @param seen what the caller decided by. If the alias has moved since, nothing is written
   * @throws ConcurrentRunException if another run moved the alias first
   */
  public AliasMove move(RegistryState seen, String alias, long version, RunInfo run) {
    return write(seen, seen.aliases().next(alias, version, null, now(), run), run);
  }

  /**
   * Lets an alias stand again for what it stood for before, in one commit.
   *
   * @param seen what the caller decided by. If the alias has moved since, nothing is written
   * @param earlier the move that is restored
   * @throws ConcurrentRunException if another run moved the alias first
   */
  public AliasMove restore(RegistryState seen, AliasMove earlier, RunInfo run) {
    AliasMove move =
        seen.aliases().next(earlier.alias(), earlier.version(), earlier.move(), now(), run);
    return write(seen, move, run);
  }

  /**
   * Lets the alias {@code candidate} stand for the newest version, if it never stood for it or a
   * newer one. So a move that a killed run did not make is made by the next one, and a move that
   * the user made stays.
   */
  public void proposeNewest(RunInfo run) {
    RegistryState state = read();
    Optional<CodebookVersion> newest =
        state.complete().stream()
            .reduce((older, newer) -> newer)
            .filter(version -> version.status() != Status.RETIRED)
            .filter(version -> version.version() > state.aliases().largest(AliasName.CANDIDATE));
    if (newest.isPresent()) {
      move(state, AliasName.CANDIDATE, newest.get().version(), run);
    }
  }

  /**
   * Retires a version, in one commit. No alias may stand for it.
   *
   * @throws ConcurrentRunException if another run changed the table at the same time
   */
  public void retire(long version, RunInfo run) {
    setRetired(version, lit(Timestamp.from(now())), run);
  }

  /** Takes the retirement of a version back, in one commit. */
  public void takeBack(long version, RunInfo run) {
    setRetired(version, lit(null).cast(DataTypes.TimestampType), run);
  }

  private void setRetired(long version, Column at, RunInfo run) {
    warehouse.update(
        Tables.CODEBOOKS, col("version").equalTo(version), Map.of("retired_at", at), run);
  }

  /** The first move of any alias also tells what an older release published, one commit earlier. */
  private AliasMove write(RegistryState seen, AliasMove move, RunInfo run) {
    if (!seen.unwritten().isEmpty()) {
      try {
        add(seen.unwritten(), new Sequence("aliases-of-older-release", 1), run);
      } catch (ConcurrentRunException e) {
        // The other run has written the same rows.
      }
    }
    add(List.of(move), new Sequence("alias-" + move.alias(), move.move()), run);
    return move;
  }

  private void add(List<AliasMove> moves, Sequence place, RunInfo run) {
    new FileCommits(warehouse).add(Tables.ALIASES, AliasMove.COLUMNS, moves, Map.of(), place, run);
  }

  /** Tables keep microseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
