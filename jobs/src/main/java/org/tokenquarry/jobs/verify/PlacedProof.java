package org.tokenquarry.jobs.verify;

import java.io.Serializable;
import org.tokenquarry.proof.BundleProof;

/**
 * A proof and where it was made.
 *
 * @param host name of the machine
 * @param proof what was found
 */
record PlacedProof(String host, BundleProof proof) implements Serializable {

  /** Device and machine. */
  String place() {
    return proof.device() + " of " + host;
  }
}
