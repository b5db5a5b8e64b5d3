package org.tokenquarry.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tokenquarry.jobs.catalogue.Verbs;
import org.tokenquarry.jobs.cli.CommandLineRunner;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.progress.Progress;

/** Runs command lines in this process, as a user would. */
public final class Commands {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Commands() {}

  /**
   * Runs one command line with {@code --output json}.
   *
   * @throws AssertionError if standard output holds anything but one JSON object
   */
  public static Result run(String... args) {
    LocalSpark.lend(args);
    return started(args);
  }

  /** The same with a Spark that this command line starts and stops itself, if it needs one. */
  public static Result runWithItsOwnSpark(String... args) {
    LocalSpark.stop();
    return started(args);
  }

  private static Result started(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(List.of("--output", "json"));
    CommandLineRunner runner =
        new CommandLineRunner(
            Verbs.all(), new PrintStream(out, true, UTF_8), System.err, Progress.silent());
    ExitCode code = runner.run(all.toArray(String[]::new));
    try {
      return new Result(code, JSON.readTree(out.toString(UTF_8)));
    } catch (IOException e) {
      throw new AssertionError("standard output holds no JSON object: " + out.toString(UTF_8), e);
    }
  }

  /**
   * How a command ended.
   *
   * @param code exit code of the process
   * @param json the JSON object on standard output
   */
  public record Result(ExitCode code, JsonNode json) {

    /** A field of the error. */
    public String error(String field) {
      return json.path("error").path(field).asText();
    }
  }
}
