package org.tokenquarry.jobs.table;

import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.sql.delta.OptimisticTransaction;

/**
 * Keeps out the late commits of a run whose lease was taken over. Whoever takes a lease over first
 * leaves its epoch in every table. Each commit of a run reads the epoch of its table in the same
 * transaction, and is refused if it is a later one. So it makes no difference whether a late commit
 * began before that mark or after it.
 */
public final class Fence {

  /** The name under which the log of a table keeps the epoch: as of an application's commits. */
  static final String EPOCH = "tokenquarry-epoch";

  private final Consumer<OptimisticTransaction> check;
  private final OptionalLong epoch;
  private final Set<String> absent;

  private Fence(Consumer<OptimisticTransaction> check, OptionalLong epoch, Set<String> absent) {
    this.check = check;
    this.epoch = epoch;
    this.absent = absent;
  }

  /** Lets everything through: for tables that nobody else knows. */
  public static Fence none() {
    return new Fence(transaction -> {}, OptionalLong.empty(), Set.of());
  }

  /**
   * Lets nothing through.
   *
   * @param verb which only reads
   */
  public static Fence closed(String verb) {
    return new Fence(
        transaction -> {
          throw new IllegalStateException(verb + " wants to write, and has no lease");
        },
        OptionalLong.empty(),
        Set.of());
  }

  /**
   * Lets a run through as long as it has the last lease.
   *
   * @param absent tables that did not exist when the lease was taken over: the run before must not
   *     make them now
   */
  static Fence of(LeaseRow lease, Set<String> absent) {
    Set<String> mutable = ConcurrentHashMap.newKeySet();
    mutable.addAll(absent);
    return new Fence(
        transaction -> {
          if (DeltaFiles.last(transaction, EPOCH) > lease.epoch()) {
            throw TableErrors.leaseLost(lease);
          }
        },
        OptionalLong.of(lease.epoch()),
        mutable);
  }

  /** Checks a transaction before anything is read in it. */
  void check(OptimisticTransaction transaction) {
    check.accept(transaction);
  }

  /** The epoch that a table gets that this run makes; empty for tables that nobody else knows. */
  OptionalLong epoch() {
    return epoch;
  }

  /** Called when this run has made a table. */
  void made(TableSpec table) {
    absent.remove(table.name());
  }

  /**
   * Checks a table that exists, and that this run may have taken for absent.
   *
   * @throws ConcurrentRunException if the run before made it after its lease had ended
   */
  void requireExpected(TableSpec table) {
    if (absent.contains(table.name())) {
      throw TableErrors.sequenceRace(table.name());
    }
  }
}
