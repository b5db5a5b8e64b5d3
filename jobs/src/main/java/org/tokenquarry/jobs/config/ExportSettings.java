package org.tokenquarry.jobs.config;

import java.time.Duration;

/**
 * What is exported.
 *
 * @param directory receives the files
 * @param dtype element type of the prototypes
 * @param watch how often to look whether the version has changed; zero to export once
 */
public record ExportSettings(String directory, ExportType dtype, Duration watch) {

  static ExportSettings from(Section in) {
    return new ExportSettings(
        in.text("directory"), in.choice("dtype", ExportType.class), in.duration("watch"));
  }
}
