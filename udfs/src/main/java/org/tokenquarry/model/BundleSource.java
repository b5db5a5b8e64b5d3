package org.tokenquarry.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** A place from which the files of a bundle are read. */
interface BundleSource {

  /** The location as the user wrote it, for messages. */
  String location();

  /** Says whether something exists at the location. */
  boolean exists() throws IOException;

  /**
   * Opens a file; the caller closes it.
   *
   * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} if no file
   *     has that name
   */
  InputStream open(String name) throws IOException;

  /** The local directory; empty where native code cannot read the files in place. */
  default Optional<Path> directory() {
    return Optional.empty();
  }
}
