package org.tokenquarry.jobs.bench;

import java.nio.file.Path;
import org.tokenquarry.error.UserException;

/** Why a benchmark cannot run: code, sentence and remedy of each case. */
final class BenchErrors {

  private static final String INSTALL_TORCH =
      "Install torch (Debian: apt-get install python3-torch), and name the interpreter that has it"
          + " in the environment variable TOKENQUARRY_PYTHON, such as /usr/bin/python3.";

  private BenchErrors() {}

  static UserException noBundleScript(Path script) {
    return noScripts("There is no " + script + ", which writes bundles.", "bench bundle");
  }

  static UserException noStartScript() {
    return noScripts(
        "The start script, whose time is to be measured, is not known.", "bench start");
  }

  private static UserException noScripts(String cause, String verb) {
    return new UserException(
        "no-scripts",
        cause,
        "Run "
            + verb
            + " through bin/tokenquarry of a release, or scripts/tokenquarry of a source tree.");
  }

  static UserException noPhotos(Path directory) {
    return new UserException(
        "no-photos",
        "There is no image in the directory " + directory + ".",
        "Name a directory that holds JPEG, PNG, WebP, TIFF, GIF or BMP files (--photos), or leave it"
            + " out to examine scenes.");
  }

  static UserException noPython(String commands) {
    return new UserException(
        "no-python", "The command " + commands + " cannot be run.", INSTALL_TORCH);
  }

  static UserException noTorch(String pythons) {
    return new UserException(
        "no-torch", "The Python interpreter " + pythons + " has no torch.", INSTALL_TORCH);
  }

  static UserException pythonFailed(String python, String reason) {
    return new UserException(
        "python-failed", python + " could not write the bundle: " + reason + ".", INSTALL_TORCH);
  }

  static UserException verbFailed(String verb, EndedProcess ended) {
    return new UserException(
        "verb-failed",
        verb + " ended with exit code " + ended.code() + ": " + ended.said().strip(),
        "Let it succeed by itself first.");
  }
}
