package org.tokenquarry.jobs.config;

import java.util.List;

/**
 * What {@code move} does.
 *
 * @param images words that stand for images
 * @param split their use from then on, a value of the column {@code split}
 */
public record MoveSettings(List<String> images, String split) {

  static MoveSettings from(Section in) {
    return new MoveSettings(in.texts("images"), Words.of(in.choice("split", ImageSplit.class)));
  }
}
