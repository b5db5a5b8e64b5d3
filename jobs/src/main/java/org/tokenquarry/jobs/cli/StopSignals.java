package org.tokenquarry.jobs.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Ends a run that is told to stop: by SIGTERM, by SIGINT (Ctrl-C) or by SIGHUP.
 *
 * <p>The first signal cancels what Spark runs. Then the run ends as if it had failed: it commits
 * what has finished, gives back what it holds, and tells what it did. If it is still there after
 * {@link #GRACE}, the process is ended from outside, and so it is at a second signal. Nothing is
 * lost by that: what was not committed is done again by the next run.
 *
 * <p>Without this the JVM would run its shutdown hooks at once. Those of Spark and Hadoop take away
 * what the run still works with, and it would fail with whatever it misses first.
 */
final class StopSignals {

  /** How long a run may take to end by itself. */
  static final Duration GRACE = Duration.ofSeconds(10);

  /** Some programs send a signal to a process and to its group, so it comes twice. */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** When the run is asked again, and interrupted: it may have been between two jobs of Spark. */
  private static final long AGAIN_MILLIS = 2500;

  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private final AtomicBoolean told = new AtomicBoolean();
  private long first;
  private volatile ExitCode received;
  private volatile Thread worker;
  private volatile Runnable cancel = () -> {};
  private volatile Consumer<ExitCode> tell = code -> {};

  /**
   * Handles the signals of this process, from now on. A signal that is ignored, as SIGHUP is with
   * {@code nohup}, stays ignored.
   */
  void bind() {
    for (ExitCode each : ExitCode.values()) {
      each.signal().ifPresent(signal -> bind(signal, each));
    }
  }

  /**
   * By reflection, because the compiler warns of the class and no annotation silences it. It is the
   * interface that the JDK keeps for this (JEP 260).
   */
  private void bind(String signal, ExitCode code) {
    try {
      Class<?> handler = Class.forName(HANDLER);
      Class<?> type = Class.forName(SIGNAL);
      Object receiver =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> called(proxy, method, args, code));
      type.getMethod("handle", type, handler)
          .invoke(null, type.getConstructor(String.class).newInstance(signal), receiver);
    } catch (InvocationTargetException e) {
      // The JVM was told to leave signals alone (-Xrs); then they end the process at once.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this is no JDK 17", e);
    }
  }

  private Object called(Object proxy, Method method, Object[] args, ExitCode code) {
    return switch (method.getName()) {
      case "handle" -> {
        receive(code);
        yield null;
      }
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "stops the run with " + code;
    };
  }

  private synchronized void receive(ExitCode code) {
    long now = System.nanoTime();
    if (received != null) {
      if (now - first > AT_ONCE.toNanos()) {
        Runtime.getRuntime().halt(received.code());
      }
      return;
    }
    first = now;
    received = code;
    Thread stopping = new Thread(this::stop, "tokenquarry-stop");
    stopping.setDaemon(true);
    stopping.start();
  }

  private void stop() {
    long end = System.nanoTime() + GRACE.toNanos();
    quietly(cancel);
    for (long left = GRACE.toNanos(); left > 0; left = end - System.nanoTime()) {
      sleep(Math.min(AGAIN_MILLIS, 1 + left / 1_000_000));
      Thread current = worker;
      if (current != null) {
        quietly(cancel);
        current.interrupt();
      }
    }
    if (telling()) {
      tell.accept(received);
    }
    Runtime.getRuntime().halt(received.code());
  }

  /** What is cancelled may be just ending. */
  private static void quietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      // The process ends in any case.
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A run begins, in the calling thread.
   *
   * @param late tells of the end, if the run does not do it in time
   */
  void begin(Consumer<ExitCode> late) {
    tell = late;
    worker = Thread.currentThread();
  }

  /**
   * What ends the work of the run.
   *
   * @param action may be called several times, by another thread
   */
  void cancelBy(Runnable action) {
    cancel = action;
  }

  /** The run has ended. It is not interrupted any more. */
  void end() {
    worker = null;
    cancel = () -> {};
    Thread.interrupted();
  }

  /** Which signal has told the run to stop. */
  Optional<ExitCode> received() {
    return Optional.ofNullable(received);
  }

  /** Whether the caller is the first who tells how the run ended; all others must not. */
  boolean telling() {
    return told.compareAndSet(false, true);
  }
}
