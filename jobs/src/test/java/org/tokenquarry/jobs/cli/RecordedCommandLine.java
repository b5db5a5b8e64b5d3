package org.tokenquarry.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.tokenquarry.jobs.catalogue.Verb;
import org.tokenquarry.jobs.catalogue.Verbs;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.progress.Progress;

/** Runs command lines with jobs of a test, and keeps what they print. */
final class RecordedCommandLine {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A summary with a number, a map and a list. */
  record Counted(long images, Map<String, Long> reasons, List<String> names) implements Summary {
    @Override
    public String text() {
      return images + " images";
    }
  }

  /** A summary with this number of images. */
  static Counted counted(long images) {
    return new Counted(images, Map.of("truncated", 2L), List.of("a"));
  }

  /**
   * Runs one command line.
   *
   * @param jobs by the verb's name; other verbs that have a job do not exist
   */
  ExitCode run(Map<String, Job<?>> jobs, String... args) {
    return new CommandLineRunner(
            verbs(jobs),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Progress.silent())
        .run(args);
  }

  /** The verbs that have one of these jobs, and the verbs without a job. */
  static List<Verb> verbs(Map<String, Job<?>> jobs) {
    return Verbs.all().stream()
        .filter(verb -> verb.job().isEmpty() || jobs.containsKey(verb.name()))
        .map(
            verb ->
                new Verb(
                    verb.name(),
                    verb.description(),
                    verb.example(),
                    verb.arguments(),
                    verb.access(),
                    verb.job().map(own -> jobs.get(verb.name()))))
        .toList();
  }

  /** Standard output of all runs, or of those since {@link #forgetOut}. */
  String out() {
    return out.toString(UTF_8);
  }

  /** Forgets what was written to standard output. */
  void forgetOut() {
    out.reset();
  }

  /** Standard error of all runs. */
  String err() {
    return err.toString(UTF_8);
  }

  /** Standard output as JSON. */
  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toByteArray());
  }

  /** The error in the JSON on standard output. */
  JsonNode error() throws IOException {
    return json().get("error");
  }
}
