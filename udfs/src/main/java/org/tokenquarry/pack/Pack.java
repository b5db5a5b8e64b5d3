package org.tokenquarry.pack;

import java.io.Serializable;
import java.util.Collection;
import org.tokenquarry.digest.Sha256;

/**
 * A finished pack that belongs to no table yet.
 *
 * @param id names it: follows from the images in it and their order
 * @param file its file
 */
public record Pack(String id, WrittenFile file) implements Serializable {

  /** The id of a pack with these images. */
  static String idOf(Collection<String> imageIds) {
    return Sha256.of(imageIds);
  }
}
