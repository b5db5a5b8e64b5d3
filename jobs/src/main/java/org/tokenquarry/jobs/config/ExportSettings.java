package org.tokenquarry.jobs.config;

/**
 * What is exported.
 *
 * @param directory receives the files
 * @param dtype element type of the prototypes
 */
public record ExportSettings(String directory, ExportType dtype) {

  static ExportSettings from(Section in) {
    return new ExportSettings(in.text("directory"), in.choice("dtype", ExportType.class));
  }
}
