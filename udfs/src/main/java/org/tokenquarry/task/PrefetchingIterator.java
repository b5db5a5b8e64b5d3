package org.tokenquarry.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Maps elements ahead on threads of its own, while the caller works on earlier ones. The order
 * stays. What the mapping throws is thrown by {@link #next}. An element for which the heap was too
 * small is mapped once more, while no other one is.
 *
 * <p>Elements ahead are bounded by their number and their bytes. An element with more bytes than
 * allowed is alone. So that the bound holds although bytes are known only of elements that were
 * read, the next element is expected to have as many as the last one.
 *
 * <p>The source is read on the caller's thread, because an iterator of Spark belongs to the thread
 * of its task.
 */
final class PrefetchingIterator<T, R> implements Iterator<R>, AutoCloseable {

  /**
   * How far it goes ahead.
   *
   * @param threads that map, at least 1
   * @param elements the most elements ahead, at least 1
   * @param bytes of the elements ahead together; a single one may have more
   */
  record Bounds(int threads, int elements, long bytes) {}

  private record Element<T, R>(T source, Future<R> result, long bytes) {}

  private final Bounds bounds;
  private final Iterator<T> source;
  private final ToLongFunction<T> bytes;
  private final Function<T, R> mapping;
  private final ExecutorService threads;
  private final Deque<Element<T, R>> ahead = new ArrayDeque<>();
  private long held;

  /**
   * Starts to map the first elements.
   *
   * @param name of the threads
   * @param bytes of an element, before and after it is mapped together
   */
  PrefetchingIterator(
      String name,
      Bounds bounds,
      Iterator<T> source,
      ToLongFunction<T> bytes,
      Function<T, R> mapping) {
    this.bounds = bounds;
    this.source = source;
    this.bytes = bytes;
    this.mapping = mapping;
    this.threads =
        Executors.newFixedThreadPool(
            bounds.threads(),
            work -> {
              Thread worker = new Thread(work, name);
              worker.setDaemon(true);
              return worker;
            });
    fill();
  }

  private void fill() {
    while (hasRoom() && source.hasNext()) {
      T element = source.next();
      long size = bytes.applyAsLong(element);
      ahead.add(submitted(element, size));
      held += size;
    }
    if (ahead.isEmpty()) {
      threads.shutdown();
    }
  }

  private Element<T, R> submitted(T element, long size) {
    return new Element<>(element, threads.submit(() -> mapping.apply(element)), size);
  }

  private boolean hasRoom() {
    return ahead.isEmpty()
        || (ahead.size() < bounds.elements() && held + ahead.getLast().bytes() <= bounds.bytes());
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty();
  }

  @Override
  public R next() {
    if (ahead.isEmpty()) {
      throw new NoSuchElementException();
    }
    try {
      R result = first();
      held -= ahead.removeFirst().bytes();
      fill();
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

  private R first() throws InterruptedException, ExecutionException {
    try {
      return ahead.getFirst().result().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        return alone();
      }
      throw e;
    }
  }

  /**
   * Maps the first element with the memory that the others would take, and then begins them anew.
   */
  private R alone() throws InterruptedException, ExecutionException {
    List<Element<T, R>> others = new ArrayList<>(ahead);
    Element<T, R> first = others.remove(0);
    for (Element<T, R> each : others) {
      ended(each.result());
    }
    ahead.clear();
    ahead.add(submitted(first.source(), first.bytes()));
    R result = ahead.getFirst().result().get();
    others.forEach(each -> ahead.add(submitted(each.source(), each.bytes())));
    return result;
  }

  private static void ended(Future<?> result) throws InterruptedException {
    try {
      result.get();
    } catch (ExecutionException e) {
      // It is mapped once more, too.
    }
  }

  /** Stops the threads and drops the elements that they work on. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
