package org.tokenquarry.intake;

import org.tokenquarry.task.Refusal;

/** One thing in a container. */
sealed interface Member {

  /**
   * What may be an image.
   *
   * @param uri names it
   * @param content its bytes
   */
  record Content(String uri, byte[] content) implements Member {}

  /** An image that is refused before its bytes are looked at. */
  record Refused(String uri, Refusal refusal) implements Member {}

  /** A file whose name is not that of an image. */
  record NoImage() implements Member {}

  /** What can be no image, such as a link or a device. */
  record NoFile() implements Member {}
}
