package org.tokenquarry.jobs.config;

import java.util.Optional;

/**
 * Which export is proved.
 *
 * @param directory the folder of one version
 * @param key file with the public key that it must be signed for; empty to look at no signature
 */
public record VerifyExportSettings(String directory, Optional<String> key) {

  static VerifyExportSettings from(Section in) {
    return new VerifyExportSettings(in.text("directory"), in.optionalText("key"));
  }
}
