package org.tokenquarry.jobs.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/** What is done again after a failure, and how often. */
class RetriesTest {

  private static final Retries TWICE = new Retries(2, Duration.ofMillis(1));

  static Stream<Throwable> passing() {
    return Stream.of(
        new IOException("Input/output error"),
        new UncheckedIOException(new ConnectException("Connection refused")),
        new SparkException("Job aborted", new SocketTimeoutException("Read timed out")),
        new IOException("s3a://b/w/images/_delta_log/00000000000000000003.json: 503 Slow Down"),
        new SparkException(
            "Job aborted due to stage failure: Task 0 failed 4 times: ExecutorLostFailure (…)",
            null));
  }

  static Stream<Throwable> staying() {
    return Stream.of(
        new IllegalStateException("a bug"),
        new UserException("code", "A mistake.", "Correct it."),
        new SparkException("failed", new UserException("code", "A mistake.", "Correct it.")),
        new FileNotFoundException("/w/images/part-0.parquet"),
        new IOException("No space left on device"),
        new IOException("/w/images: Permission denied"),
        new JsonParseException(null, "no JSON"),
        new InterruptedIOException("the run was stopped"),
        new IOException(new OutOfMemoryError("Java heap space")));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatMayPassIsDoneAgain(Throwable failure) throws Exception {
    AtomicInteger tries = new AtomicInteger();
    assertThat(TWICE.of("work", () -> failing(tries, 2, failure))).isEqualTo(3);
    tries.set(0);
    assertThatThrownBy(() -> TWICE.of("work", () -> failing(tries, 3, failure))).isSameAs(failure);
    assertThat(tries).hasValue(3);
    assertThat(TransientFailure.of(failure)).map(Problem::code).contains("io-failed");
  }

  @ParameterizedTest
  @MethodSource("staying")
  void whatWouldBeTheSameIsNot(Throwable failure) {
    AtomicInteger tries = new AtomicInteger();
    assertThatThrownBy(() -> TWICE.of("work", () -> failing(tries, 1, failure))).isSameAs(failure);
    assertThat(tries).hasValue(1);
  }

  @Test
  void aRunThatIsToldToStopDoesNotWait() {
    Thread.currentThread().interrupt();
    Retries patient = new Retries(2, Duration.ofHours(1));
    IOException failure = new IOException("Input/output error");
    assertThatThrownBy(
            () ->
                patient.of(
                    "work",
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void wantOfMemoryIsNamed() {
    assertThat(
            Stream.of(
                    new OutOfMemoryError("Java heap space"),
                    new IllegalStateException(
                        "[enforce fail at alloc_cpu.cpp] . DefaultCPUAllocator: can't allocate"
                            + " memory: you tried to allocate 1 bytes."),
                    new SparkException(
                        "Job aborted: ExecutorLostFailure\nContainer killed by YARN for exceeding"
                            + " physical memory limits. 5.5 GB used.",
                        null))
                .map(MemoryFailure::of))
        .allSatisfy(found -> assertThat(found).map(Problem::code).contains("out-of-memory"));
    assertThat(MemoryFailure.of(new IOException("Input/output error"))).isEmpty();
  }

  private static int failing(AtomicInteger tries, int failures, Throwable failure)
      throws Exception {
    if (tries.incrementAndGet() <= failures) {
      if (failure instanceof Exception exception) {
        throw exception;
      }
      throw (Error) failure;
    }
    return tries.get();
  }
}
