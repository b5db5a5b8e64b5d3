package org.tokenquarry.jobs.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a start script in a new process, with none of the environment variables of the build.
 *
 * @param prefix command to put before the script, for example one that changes the user; may be
 *     empty
 * @param script the start script
 * @param directory the working directory of the process, and its home
 */
record Launcher(List<String> prefix, Path script, Path directory) {

  /** How a process ended. */
  record Ended(int code, String out, String err) {

    /**
     * Standard output as JSON.
     *
     * @throws AssertionError if it holds anything but one JSON object
     */
    JsonNode json() {
      try {
        return new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readTree(out);
      } catch (IOException e) {
        throw new AssertionError("no JSON object: " + out + "\nstandard error: " + err, e);
      }
    }
  }

  /** Runs one verb with {@code --output json}. */
  Ended run(String... args) throws IOException, InterruptedException {
    return run(Map.of(), args);
  }

  /** Runs one verb with {@code --output json} and more environment variables. */
  Ended run(Map<String, String> more, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(script.toString());
    command.addAll(List.of(args));
    command.addAll(List.of("--output", "json"));
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", directory.toString());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.putAll(more);
    return run(command, environment, directory);
  }

  /** Runs any command in an environment that is exactly this one, and waits for its end. */
  static Ended run(List<String> command, Map<String, String> environment, Path directory)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      int code = builder.start().waitFor();
      return new Ended(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
