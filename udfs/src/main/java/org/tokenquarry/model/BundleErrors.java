package org.tokenquarry.model;

import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/** Everything that can be wrong with a model bundle: code, sentence and remedy of each case. */
final class BundleErrors {

  private static final String MISSING = "bundle-missing";
  private static final String FOREIGN = "bundle-foreign";
  private static final String CORRUPT = "bundle-corrupt";
  private static final String INVALID = "bundle-invalid";

  private static final String COPY_AGAIN = "Copy or export the bundle again.";

  private BundleErrors() {}

  static UserException notThere(String location) {
    return new UserException(
        MISSING,
        "There is no model bundle at " + location + ".",
        "Give the directory that holds bundle.json, or the word bundled.");
  }

  static UserException unknownFileSystem(String location, Exception failure) {
    return new UserException(
        MISSING,
        "The model bundle "
            + location
            + " is on no file system that is known: "
            + failure.getMessage(),
        "Check the spelling, or add the file system's jar to Spark's class path.");
  }

  static UserException noManifest(String location) {
    return new UserException(
        FOREIGN,
        "The directory " + location + " has no bundle.json, so it is not a model bundle.",
        "Export the model to a bundle first, or give the directory of one.");
  }

  static UserException noFormatVersion(String location) {
    return otherFormat(
        location, "has no formatVersion, so it is not a model bundle of TokenQuarry.");
  }

  static UserException unknownFormatVersion(String location, String version) {
    return otherFormat(location, "has format version " + version + ", and only 1 is understood.");
  }

  private static UserException otherFormat(String location, String why) {
    return new UserException(
        FOREIGN,
        "The bundle.json of " + location + " " + why,
        "Give the directory of a bundle that the exporter of this version wrote.");
  }

  /**
   * It cannot be parsed.
   *
   * @param line where; 0 if the parser does not say it
   */
  static UserException manifestNotJson(String location, int line, String reason) {
    return new UserException(
        CORRUPT,
        "The manifest bundle.json of the model bundle %s is not valid JSON (%s%s)."
            .formatted(location, line == 0 ? "" : "line " + line + ": ", reason),
        COPY_AGAIN);
  }

  static Problem fileMissing(String location, String file) {
    return new Problem(
        CORRUPT,
        "The model bundle " + location + " lists the file " + file + ", but there is none.",
        COPY_AGAIN);
  }

  static Problem notRegular(String location, String file) {
    return new Problem(
        INVALID,
        "The file %s of the model bundle %s is a link, a directory or a device."
            .formatted(file, location),
        "Copy the bundle with what its links lead to (cp -rL), if you trust where it comes from.");
  }

  static UserException manifestTooLarge(String location, int most) {
    return new UserException(
        INVALID,
        "The bundle.json of %s has more than %d bytes.".formatted(location, most),
        "Export the bundle again.");
  }

  static Problem fileDamaged(String location, String file, String expected, String found) {
    return new Problem(
        CORRUPT,
        "The file %s of the model bundle %s is damaged: its sha256 should be %s and is %s."
            .formatted(file, location, expected, found),
        COPY_AGAIN);
  }

  static Problem manifestFault(String location, String fault) {
    return new Problem(
        INVALID,
        "In the bundle.json of " + location + ", " + fault + ".",
        "Export the bundle again.");
  }

  static UserException notLoaded(String location, String reason) {
    return new UserException(
        INVALID,
        "The model bundle " + location + " cannot be loaded: " + reason + ".",
        "Export the bundle again, with torch 1.13 to 2.7, or give the process more memory if that"
            + " is the reason.");
  }

  static Problem modulesDoNotFit(String location, String deviation) {
    return new Problem(
        INVALID,
        "The modules of the model bundle " + location + " do not fit: " + deviation + ".",
        "Export the bundle again, from one model.");
  }
}
