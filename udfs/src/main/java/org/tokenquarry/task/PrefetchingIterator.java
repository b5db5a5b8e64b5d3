package org.tokenquarry.task;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Maps elements on a thread of its own, one ahead: while the caller works on an element, the next
 * one is mapped. The order stays. What the mapping throws is thrown by {@link #next}.
 *
 * <p>The source is read on the caller's thread, because an iterator of Spark belongs to the thread
 * of its task.
 */
final class PrefetchingIterator<T, R> implements Iterator<R>, AutoCloseable {

  private final Iterator<T> source;
  private final Function<T, R> mapping;
  private final ExecutorService thread;
  private Future<R> next;

  /**
   * Starts to map the first element.
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

  /** Stops the thread and drops the element that it works on. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
