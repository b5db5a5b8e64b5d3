package org.tokenquarry.jobs.dist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What tasks sent to the driver, from the log of events that Spark wrote.
 *
 * @param executors ids of those that ran tasks
 * @param sizedStages names of the verbs of which a stage has a resource profile of its own
 * @param largestResult bytes of the largest result of one task
 * @param largestStage bytes of the results of all tasks of one stage, at most
 * @param stage the name of that stage
 */
record TaskResults(
    Set<String> executors,
    Set<String> sizedStages,
    long largestResult,
    long largestStage,
    String stage) {

  /** Reads the only log in a folder. */
  static TaskResults in(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Set<String> executors = new TreeSet<>();
    Set<String> sized = new TreeSet<>();
    Map<Integer, Long> stages = new HashMap<>();
    Map<Integer, String> names = new HashMap<>();
    long largest = 0;
    try (Stream<Path> logs = Files.list(folder);
        Stream<String> lines = Files.lines(logs.findFirst().orElseThrow())) {
      for (String line : (Iterable<String>) lines::iterator) {
        JsonNode event = json.readTree(line);
        switch (event.get("Event").asText()) {
          case "SparkListenerStageSubmitted" -> {
            JsonNode stage = event.get("Stage Info");
            if (stage.get("Resource Profile Id").asInt() != 0) {
              sized.add(event.at("/Properties/spark.jobGroup.id").asText());
            }
            names.put(stage.get("Stage ID").asInt(), stage.get("Stage Name").asText());
          }
          case "SparkListenerTaskEnd" -> {
            executors.add(event.at("/Task Info/Executor ID").asText());
            long bytes = event.at("/Task Metrics/Result Size").asLong();
            largest = Math.max(largest, bytes);
            stages.merge(event.get("Stage ID").asInt(), bytes, Long::sum);
          }
          default -> {}
        }
      }
    }
    var most = stages.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    return new TaskResults(executors, sized, largest, most.getValue(), names.get(most.getKey()));
  }
}
