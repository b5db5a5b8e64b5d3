package org.tokenquarry.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.tokenquarry.error.UserException;

/** A bundle in a local directory, read in place. */
record DirectorySource(String location, Path path) implements BundleSource {

  @Override
  public boolean exists() {
    return Files.isDirectory(path);
  }

  @Override
  public InputStream open(String name) throws IOException {
    Path file = path.resolve(name);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !BundleFiles.regular(file)) {
      throw new UserException(BundleErrors.notRegular(location, name));
    }
    return Files.newInputStream(file);
  }

  @Override
  public Optional<Path> directory() {
    return Optional.of(path);
  }
}
