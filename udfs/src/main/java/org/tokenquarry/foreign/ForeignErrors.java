package org.tokenquarry.foreign;

import java.util.Collection;
import java.util.stream.Collectors;
import org.tokenquarry.error.UserException;

/** Every error of this package: its code, its sentence and its remedy. */
final class ForeignErrors {

  /** Characters of a text from a file that a message shows. */
  private static final int SHOWN = 80;

  private static final int NAMES = 5;

  private static final String SAVE_AGAIN =
      "Get the file again; or write the prototypes with numpy.save as one array [n, D].";

  private ForeignErrors() {}

  static UserException unknown(String name) {
    return new UserException(
        "codebook-file-unknown",
        "The file " + name + " is neither .npy, nor .safetensors, nor a .pt that torch.save wrote.",
        SAVE_AGAIN);
  }

  /**
   * A file contradicts itself.
   *
   * @param what a main clause
   */
  static UserException damaged(String name, String what) {
    return new UserException(
        "codebook-file-damaged", "The file " + name + " is damaged: " + what + ".", SAVE_AGAIN);
  }

  /**
   * A pickle has something else than a tensor.
   *
   * @param what it has
   */
  static UserException unsafe(String name, String what) {
    return new UserException(
        "codebook-file-unsafe",
        "The file " + name + " has " + what + ", which is no part of a tensor; nothing was run.",
        "Save the tensor alone: torch.save(tensor.detach().cpu().contiguous(), file).");
  }

  static UserException tooLarge(String name, String size) {
    return new UserException(
        "codebook-file-too-large",
        "The file "
            + name
            + " has "
            + size
            + "; a codebook has at most "
            + Shape.MOST
            + " numbers.",
        "Keep fewer prototypes.");
  }

  /**
   * No tensor, or no single one, can be taken.
   *
   * @param what a predicate
   * @param names of the tensors that are there
   */
  static UserException unclear(String name, String what, Collection<String> names) {
    String some =
        names.stream().limit(NAMES).map(ForeignErrors::shown).collect(Collectors.joining(", "));
    return new UserException(
        "codebook-tensor-unclear",
        "The file %s %s; it has %s.".formatted(name, what, names.isEmpty() ? "none" : some)
            + (names.size() > NAMES ? " There are %d.".formatted(names.size()) : ""),
        "Name the tensor with --tensor.");
  }

  static UserException shape(String name, String shape) {
    return new UserException(
        "codebook-shape-invalid",
        "The tensor in " + name + " has the shape " + shape + ", and must be [n, D], both above 0.",
        SAVE_AGAIN);
  }

  static UserException type(String name, String type) {
    return new UserException(
        "codebook-dtype-unknown",
        "The numbers in " + name + " are " + shown(type) + ".",
        "Save them as float16, bfloat16, float32 or float64, little-endian.");
  }

  static UserException notFinite(String name, int row, int column) {
    return new UserException(
        "codebook-not-finite",
        "The file %s holds NaN or infinity, first in row %d, column %d."
            .formatted(name, row, column),
        "Remove such rows; a number above 3.4e38 does not fit into 32 bits.");
  }

  /** A text from a file as messages show it: short, and on one line. */
  static String shown(String text) {
    String printable = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…";
  }
}
