package org.tokenquarry.jobs.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.JavaCommand;
import org.tokenquarry.jobs.cli.ExitCode;

/** A command line in a process of its own, with one core and few threads, which can be killed. */
final class NightProcess implements AutoCloseable {

  /** What starts fast and needs little memory. */
  private static final List<String> SMALL =
      List.of(
          "-Xmx600m",
          "-Dspark.master=local[1]",
          "-Dspark.sql.codegen.wholeStage=false",
          "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
          "-Dspark.sql.adaptive.enabled=false");

  private static final long PATIENCE_MINUTES = 5;

  private final Path out;
  private final Process process;
  private final Instant begun = Instant.now();
  private final CompletableFuture<Instant> end;

  private NightProcess(Path out, Process process) {
    this.out = out;
    this.process = process;
    this.end = process.onExit().thenApply(ended -> Instant.now());
  }

  /**
   * Starts it.
   *
   * @param before words in front of the command; may be empty
   * @param files beginning of the names of its temporary directory, which holds its log, and of its
   *     output
   * @param main its class
   * @param arguments of the class
   */
  static NightProcess start(
      List<String> before, Path files, Class<?> main, List<String> arguments) {
    try {
      Path temporary = Files.createDirectories(temporary(files));
      List<String> command = new ArrayList<>(before);
      command.addAll(JavaCommand.begin());
      command.addAll(SMALL);
      command.add("-Djava.io.tmpdir=" + temporary);
      command.add("-Dtokenquarry.log=" + temporary.resolve("log"));
      command.add(main.getName());
      command.addAll(arguments);
      Path out = beside(files, ".json");
      return new NightProcess(
          out,
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(beside(files, ".err").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The temporary directory of a night. */
  static Path temporary(Path files) {
    return beside(files, ".tmp");
  }

  private static Path beside(Path files, String end) {
    return files.resolveSibling(files.getFileName() + end);
  }

  /** What it has printed until now. */
  List<String> lines() {
    try {
      return Files.readAllLines(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Kills it at an instant of its life with SIGKILL.
   *
   * @return whether it was alive then
   */
  boolean killAfter(Duration life) throws InterruptedException {
    long left = Duration.between(Instant.now(), begun.plus(life)).toMillis();
    boolean alive = !process.waitFor(Math.max(0, left), TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    process.waitFor();
    return alive;
  }

  /** How long it lived. Waits for its end. */
  Duration life() {
    return Duration.between(begun, end.join());
  }

  /** Waits for its end and gives its exit code. */
  int await() {
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("still running: " + process.info());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  /** Waits for its end and reads its output, which must be one JSON object. */
  Commands.Result result() {
    int code = await();
    ExitCode known =
        Arrays.stream(ExitCode.values())
            .filter(each -> each.code() == code)
            .findFirst()
            .orElseThrow(() -> new AssertionError("exit code " + code + ", see " + out));
    try {
      JsonNode json = new ObjectMapper().readTree(out.toFile());
      return new Commands.Result(known, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
