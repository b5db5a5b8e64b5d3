package org.tokenquarry.foreign;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;

/** The files that other programs wrote; each is also a seed of the fuzz test of its format. */
final class ForeignFiles {

  private static final Map<String, String> FOLDERS =
      Map.of("npy", "Npy", "safetensors", "Safetensors", "pt", "Torch", "pkl", "Unpickler");

  private ForeignFiles() {}

  static Path file(String name) {
    String folder = FOLDERS.get(name.substring(name.lastIndexOf('.') + 1));
    URL url = ForeignFiles.class.getResource(folder + "FuzzTestInputs/onlyTypedErrors/" + name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
