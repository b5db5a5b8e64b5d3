package org.tokenquarry.task;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Maps elements one ahead of who asks, on a thread of its own: while an element is worked on, the
 * next is prepared. Order is kept, and so is what the mapping throws.
 *
 * <p>The source is read on the caller's thread, for Spark's iterators belong to a task's thread.
 */
final class PrefetchingIterator<T, R> implements Iterator<R>, AutoCloseable {

  private final Iterator<T> source;
  private final Function<T, R> mapping;
  private final ExecutorService thread;
  private Future<R> next;

  /**
   * Starts with the first element.
   *
   * @param name of the thread
   */
  PrefetchingIterator(String name, Iterator<T> source, Function<T, R> mapping) {
    this.source = source;
    this.mapping = mapping;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread worker = new Thread(work, name);
              worker.setDaemon(true);
              return worker;
            });
    submit();
  }

  private void submit() {
    if (source.hasNext()) {
      T element = source.next();
      next = thread.submit(() -> mapping.apply(element));
    } else {
      next = null;
      thread.shutdown();
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public R next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    try {
      R result = next.get();
      submit();
      return result;
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task was cancelled", e);
    }
  }

  /** Stops the thread; what it works on is given up. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
