package org.tokenquarry.jobs.faults;

import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.cli.Main;

/**
 * The program, in a process that ends at once when a commit was made, as if it were killed: nothing
 * that would run at the end of a process does. The first argument is the end of the path of the
 * commit; the others are those of the program.
 */
final class HaltedNight {

  /** The exit code of a process that was killed by SIGKILL, as a shell has it. */
  static final int KILLED = 137;

  private HaltedNight() {}

  /** Runs one verb until then. */
  public static void main(String[] args) {
    String last = args[0];
    FaultyFileSystem.is(
        new FaultyFileSystem.Fault() {
          @Override
          public void afterRename(Path renamed) {
            if (renamed.toString().endsWith(last)) {
              Runtime.getRuntime().halt(KILLED);
            }
          }
        });
    Main.main(Arrays.copyOfRange(args, 1, args.length));
  }
}
