package org.tokenquarry.jobs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a command ended.
 *
 * @param code of the process
 * @param said on both streams
 */
record EndedProcess(int code, String said) {

  /**
   * Runs a command to its end, with nothing on its standard input.
   *
   * @throws IOException if it cannot be run
   */
  static EndedProcess of(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new EndedProcess(process.waitFor(), said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
