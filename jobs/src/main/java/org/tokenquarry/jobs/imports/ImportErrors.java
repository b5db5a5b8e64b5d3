package org.tokenquarry.jobs.imports;

import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;

/** Every error of {@code import}: its code, its sentence and its remedy. */
final class ImportErrors {

  private ImportErrors() {}

  static UserException notNamed() {
    return new UserException(
        "no-codebook-file",
        "No file is named.",
        "Write it after the verb: import FILE, a .npy, .safetensors or .pt file.");
  }

  static UserException missing(String location) {
    return new UserException(
        "codebook-file-missing",
        "There is no file " + location + ".",
        "Name a file, or a directory that export wrote.");
  }

  /**
   * A directory is no whole export.
   *
   * @param what a main clause
   */
  static UserException notExported(String location, String what) {
    return new UserException(
        "codebook-file-damaged",
        "The directory " + location + " is no export: " + what + ".",
        "Export it again, or name the file itself.");
  }

  /**
   * The prototypes are of another width than the tokens of the model.
   *
   * @param width of the prototypes
   * @param model its name
   * @param hidden width of its tokens
   */
  static UserException widthDiffers(String location, int width, String model, int hidden) {
    return new UserException(
        "codebook-width-differs",
        "The prototypes in %s have the width %d, and the projected tokens of the model %s have %d."
            .formatted(location, width, model, hidden),
        "Name the bundle of the model that the codebook was made for with --model.");
  }

  /**
   * A file says that its codebook was mined from another model.
   *
   * @param stated digest of that model
   * @param model name of the model of this run
   * @param digest of the model of this run
   */
  static UserException ofAnotherModel(String location, String stated, String model, String digest) {
    return new UserException(
        "codebook-of-another-model",
        "The codebook %s was mined from the model with the digest %s, and this run uses %s (%s)."
            .formatted(location, Sha256.beginning(stated), model, Sha256.beginning(digest)),
        "Name the bundle of that model with --model.");
  }

  /** A file says that its prototypes are no projected tokens. */
  static UserException ofAnotherSpace(String location, String space) {
    return new UserException(
        "codebook-of-another-space",
        "The prototypes in %s are of the space %s, and tokens are compared in the space %s."
            .formatted(location, Sha256.beginning(space), ImportedCodebook.SPACE),
        "Import prototypes that lie behind the projector.");
  }

  /**
   * The list beside the file does not tell the image of each prototype.
   *
   * @param what a predicate
   */
  static UserException originsInvalid(String location, String what) {
    return new UserException(
        "codebook-origins-invalid",
        "The file " + location + " " + what + ".",
        "It must be a JSON list of one image id for each prototype; or move it away.");
  }
}
