package org.tokenquarry.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A bundle in a local directory, read in place. */
record DirectorySource(String location, Path path) implements BundleSource {

  @Override
  public boolean exists() {
    return Files.isDirectory(path);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return Files.newInputStream(path.resolve(name));
  }

  @Override
  public Optional<Path> directory() {
    return Optional.of(path);
  }
}
