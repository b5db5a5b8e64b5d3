package org.tokenquarry.jobs.table;

import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.TransactionExecutionObserver;
import scala.Function0;
import scala.Option;

/**
 * Puts a {@link Fence} before every transaction that Delta starts in a thread. Delta's own commands
 * start theirs inside, and its observer is the one place where others come to see them.
 */
final class FencedTransactions implements TransactionExecutionObserver {

  private final Fence fence;
  private Option<TransactionExecutionObserver> next = Option.empty();

  private FencedTransactions(Fence fence) {
    this.fence = fence;
  }

  /** Runs commands of Delta behind the fence. */
  static void during(Fence fence, Runnable commands) {
    TransactionExecutionObserver.withObserver(
        new FencedTransactions(fence),
        () -> {
          commands.run();
          return null;
        });
  }

  @Override
  public OptimisticTransaction startingTransaction(Function0<OptimisticTransaction> start) {
    OptimisticTransaction transaction = start.apply();
    fence.check(transaction);
    return transaction;
  }

  @Override
  public TransactionExecutionObserver createChild() {
    return this;
  }

  @Override
  public <T> T preparingCommit(Function0<T> prepare) {
    return prepare.apply();
  }

  @Override
  public void beginDoCommit() {}

  @Override
  public void beginBackfill() {}

  @Override
  public void beginPostCommit() {}

  @Override
  public void transactionCommitted() {}

  @Override
  public void transactionAborted() {}

  @Override
  public Option<TransactionExecutionObserver> nextObserver() {
    return next;
  }

  @Override
  public void nextObserver_$eq(Option<TransactionExecutionObserver> other) {
    this.next = other;
  }
}
