package org.tokenquarry.jobs.faults;

/**
 * What became of one disturbed night, after it was run again.
 *
 * @param survived whether it ended with the codebook of the calm night
 * @param lostRows of images, findings and mined images together
 * @param doubledRows of the same tables
 * @param redoneUnits images whose findings were committed, and that were mined once more
 */
public record Trial(boolean survived, long lostRows, long doubledRows, long redoneUnits) {

  /** Whether nothing at all went wrong. */
  public boolean clean() {
    return survived && lostRows == 0 && doubledRows == 0 && redoneUnits == 0;
  }
}
