package org.tokenquarry.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A cache in which each value is made once, also when several threads ask for it at the same time.
 * A failure is thrown in all threads that wait for it, and not kept, so that the next call tries
 * again.
 */
final class LoadOnceCache<K, V> {

  private final ConcurrentHashMap<K, CompletableFuture<V>> made = new ConcurrentHashMap<>();

  V get(K key, Supplier<V> maker) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> theirs = made.putIfAbsent(key, mine);
    if (theirs != null) {
      return join(theirs);
    }
    try {
      mine.complete(maker.get());
    } catch (RuntimeException | Error e) {
      made.remove(key, mine);
      mine.completeExceptionally(e);
    }
    return join(mine);
  }

  private static <V> V join(CompletableFuture<V> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  void clear() {
    made.clear();
  }
}
