package org.tokenquarry.jobs.config;

import org.tokenquarry.model.DevicePreference;

/**
 * The model that answers.
 *
 * @param location {@link #BUNDLED}, or the directory of a model bundle, local or a Hadoop URI
 * @param device where it runs
 */
public record ModelSettings(String location, DevicePreference device) {

  /** The location that stands for the model inside the jar. */
  public static final String BUNDLED = "bundled";

  static ModelSettings from(Section in) {
    return new ModelSettings(in.text("location"), in.choice("device", DevicePreference.class));
  }

  /** Whether the model inside the jar is used. */
  public boolean bundled() {
    return location.equals(BUNDLED);
  }
}
