package org.tokenquarry.jobs.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * A disk in memory, which only one process and its children see: it is mounted in a name space of
 * its own, for which no rights are needed where the system allows users that at all.
 */
final class ShrunkDisk {

  /** Stands for the name of a night in a command line. */
  static final String NAME = "{night}";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ShrunkDisk() {}

  /** The words in front of a command that is to see the disk. */
  static List<String> mount(Path place, long kilobytes) {
    String script =
        "mount -t tmpfs -o size=%dk tmpfs '%s' && exec \"$@\"".formatted(kilobytes, place);
    return List.of("unshare", "-rm", "sh", "-c", script, "sh");
  }

  /** Whether this machine allows it. */
  static boolean isPossible(Path place) {
    try {
      List<String> command = new ArrayList<>(mount(place, 4));
      command.add("true");
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  /**
   * Runs a night after the other, each on a disk of another size, and then once more with room.
   * Prints a line for each, which {@link Outcome#of} reads.
   *
   * @param args where the disk is; where the warehouses are; for each night its size in kilobytes,
   *     separated by commas; the words of the command
   */
  public static void main(String[] args) throws Exception {
    int night = 0;
    for (String kilobytes : args[2].split(",", -1)) {
      String name = "disk" + night++;
      String[] command =
          Arrays.stream(args).skip(3).map(word -> word.replace(NAME, name)).toArray(String[]::new);
      resize(args[0], kilobytes + "k");
      Commands.Result first = Commands.run(command);
      long mined = Nights.mined(Path.of(args[1]), name);
      resize(args[0], "1g");
      Commands.Result again = Commands.run(command);
      ObjectNode line = JSON.createObjectNode();
      line.put("first", first.code() + first.error("code")).put("mined", mined);
      line.put("code", again.code().name()).set("again", again.json());
      System.out.println(line);
    }
  }

  /** Fails if more is on the disk than it may have, so nothing may be left behind. */
  private static void resize(String disk, String size) throws Exception {
    Process mount = new ProcessBuilder("mount", "-o", "remount,size=" + size, disk).start();
    if (mount.waitFor() != 0) {
      throw new IllegalStateException(new String(mount.getErrorStream().readAllBytes(), UTF_8));
    }
  }

  /**
   * How a night ended.
   *
   * @param first exit code, and code of the error, on the small disk
   * @param mined images whose findings were committed then
   * @param again how it ended with room
   */
  record Outcome(String first, long mined, Commands.Result again) {

    /** Reads a line. */
    static Outcome of(String line) throws IOException {
      JsonNode json = JSON.readTree(line);
      ExitCode code = ExitCode.valueOf(json.get("code").asText());
      return new Outcome(
          json.get("first").asText(),
          json.get("mined").asLong(),
          new Commands.Result(code, json.get("again")));
    }
  }
}
