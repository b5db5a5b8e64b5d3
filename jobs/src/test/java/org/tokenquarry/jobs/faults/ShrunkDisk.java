package org.tokenquarry.jobs.faults;

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
   * Runs a night after the other, and changes the size of the disk before each. Prints a line for
   * each: its name, its exit code, and the code of its error.
   *
   * @param args where the disk is; for each night its size in kilobytes, separated by commas; the
   *     words of the command
   */
  public static void main(String[] args) throws Exception {
    int night = 0;
    for (String kilobytes : args[1].split(",", -1)) {
      String size = "remount,size=" + kilobytes + "k";
      int remounted = new ProcessBuilder("mount", "-o", size, args[0]).start().waitFor();
      String name = "disk" + night++;
      Commands.Result result =
          Commands.run(
              Arrays.stream(args)
                  .skip(2)
                  .map(word -> word.replace(NAME, name))
                  .toArray(String[]::new));
      String error = result.code() == ExitCode.DONE ? "" : result.error("code");
      System.out.println(remounted + " " + result.code() + " " + error);
      if (!error.isEmpty()) {
        System.err.println(kilobytes + " kB: " + result.error("message"));
      }
    }
  }
}
