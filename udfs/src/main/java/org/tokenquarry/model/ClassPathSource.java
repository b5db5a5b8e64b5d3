package org.tokenquarry.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A bundle among the resources of the class path.
 *
 * @param root the resource path of its directory, such as {@code /bundled-model/}
 */
record ClassPathSource(String location, String root) implements BundleSource {

  @Override
  public boolean exists() {
    return ClassPathSource.class.getResource(root + BundleManifest.FILE) != null;
  }

  @Override
  public InputStream open(String name) throws IOException {
    InputStream stream = ClassPathSource.class.getResourceAsStream(root + name);
    if (stream == null) {
      throw new FileNotFoundException(root + name);
    }
    return stream;
  }
}
