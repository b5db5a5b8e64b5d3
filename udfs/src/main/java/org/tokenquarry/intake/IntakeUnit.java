package org.tokenquarry.intake;

import java.io.Serializable;

/**
 * Some sources that one task takes in: rows of a file that lists sources in the order of their
 * URIs.
 *
 * @param number from 0, in the order of the URIs
 * @param file URI of the listing
 * @param fileBytes size of the listing
 * @param first position of the first source in the file
 * @param sources how many there are, at least one
 */
public record IntakeUnit(int number, String file, long fileBytes, int first, int sources)
    implements Serializable {

  /** The same unit with another number. */
  public IntakeUnit numbered(int other) {
    return new IntakeUnit(other, file, fileBytes, first, sources);
  }
}
