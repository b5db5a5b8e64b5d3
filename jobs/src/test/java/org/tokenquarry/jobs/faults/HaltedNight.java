package org.tokenquarry.jobs.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.cli.Main;

/**
 * The program, in a process that ends at once when a verb has made a commit to a table, as if it
 * were killed: nothing that would run at the end of a process does. The first two arguments are the
 * table and the verb; the others are those of the program.
 */
final class HaltedNight {

  /** The exit code of a process that was killed by SIGKILL, as a shell has it. */
  static final int KILLED = 137;

  private HaltedNight() {}

  /** Runs one verb until then. */
  public static void main(String[] args) {
    FaultyFileSystem.is(
        new FaultyFileSystem.Fault() {
          @Override
          public void afterRename(Path renamed) throws IOException {
            if (FaultyFileSystem.isCommit(renamed, args[0]) && isBy(args[1], renamed)) {
              Runtime.getRuntime().halt(KILLED);
            }
          }
        });
    Main.main(Arrays.copyOfRange(args, 2, args.length));
  }

  /** The origin of a commit is a JSON object in a string of the JSON object of the commit. */
  private static boolean isBy(String verb, Path commit) throws IOException {
    String text = Files.readString(java.nio.file.Path.of(commit.toUri().getPath()));
    return text.contains("\\\"verb\\\":\\\"" + verb + "\\\"");
  }
}
