package org.tokenquarry.jobs.config;

import java.util.Optional;

/**
 * What {@code import} takes into the registry.
 *
 * @param file a file, or a directory that {@code export} wrote; empty if none was named
 * @param tensor the tensor that is taken, where the file has several
 */
public record ImportSettings(Optional<String> file, Optional<String> tensor) {

  static ImportSettings from(Section in) {
    return new ImportSettings(in.optionalText("file"), in.optionalText("tensor"));
  }
}
