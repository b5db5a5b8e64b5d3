package org.tokenquarry.jobs.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What is exported.
 *
 * @param directory receives the files
 * @param dtype element type of the prototypes
 * @param formats which files are written beside the safetensors
 * @param hub what the card says to a model hub
 * @param key file with the private key that signs the export
 * @param watch how often to look whether the version has changed; zero to export once
 */
// What is written does not depend on it, so nights do not export again because of it.
@JsonIgnoreProperties("watch")
public record ExportSettings(
    String directory,
    ExportType dtype,
    Set<ExportFormat> formats,
    HubSettings hub,
    Optional<String> key,
    Duration watch) {

  static ExportSettings from(Section in) {
    return new ExportSettings(
        in.text("directory"),
        in.choice("dtype", ExportType.class),
        in.choices("formats", ExportFormat.class),
        HubSettings.from(in.section("hub")),
        in.optionalText("key"),
        in.duration("watch"));
  }
}
