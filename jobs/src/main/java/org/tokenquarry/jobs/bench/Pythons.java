package org.tokenquarry.jobs.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.error.UserException;

/** Python interpreters of this machine: which of them has torch. */
final class Pythons {

  /** Looks for the package without loading it, which takes seconds. */
  private static final String FINDS_TORCH =
      "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";

  private Pythons() {}

  /**
   * The first interpreter that has torch.
   *
   * @param commands at least one
   * @throws UserException if none can be run, or none has torch
   */
  static String withTorch(List<String> commands) {
    List<String> without = new ArrayList<>();
    for (String command : commands) {
      try {
        if (EndedProcess.of(List.of(command, "-c", FINDS_TORCH)).code() == 0) {
          return command;
        }
        without.add(command);
      } catch (IOException e) {
        // Not there: the next one may be.
      }
    }
    String named = String.join(" and ", without.isEmpty() ? commands : without);
    if (without.isEmpty()) {
      throw BenchErrors.noPython(named);
    }
    throw BenchErrors.noTorch(named);
  }
}
