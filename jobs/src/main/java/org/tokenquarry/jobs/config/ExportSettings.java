package org.tokenquarry.jobs.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * What is exported.
 *
 * @param directory receives the files
 * @param dtype element type of the prototypes
 * @param watch how often to look whether the version has changed; zero to export once
 */
// What is written does not depend on it, so nights do not export again because of it.
@JsonIgnoreProperties("watch")
public record ExportSettings(String directory, ExportType dtype, Duration watch) {

  static ExportSettings from(Section in) {
    return new ExportSettings(
        in.text("directory"), in.choice("dtype", ExportType.class), in.duration("watch"));
  }
}
