package org.tokenquarry.jobs.config;

import java.util.List;

/**
 * What {@code forget} removes.
 *
 * @param images words that stand for images
 */
public record ForgetSettings(List<String> images) {

  static ForgetSettings from(Section in) {
    return new ForgetSettings(in.texts("images"));
  }
}
