package org.tokenquarry.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Where the files of a bundle are read from. */
interface BundleSource {

  /** As the user wrote it, for messages. */
  String location();

  /** Says whether there is anything at the location. */
  boolean exists() throws IOException;

  /**
   * Opens a file; the caller closes it.
   *
   * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} if there is
   *     none of that name
   */
  InputStream open(String name) throws IOException;

  /** The directory itself, where native code can read it as it is. */
  default Optional<Path> directory() {
    return Optional.empty();
  }
}
