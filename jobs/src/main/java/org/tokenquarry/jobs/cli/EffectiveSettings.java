package org.tokenquarry.jobs.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import java.util.Map;
import org.tokenquarry.jobs.config.Configuration;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code tokenquarry config} prints: every setting after layering, secrets hidden.
 *
 * @param settings ours and Spark's
 */
record EffectiveSettings(ConfigObject settings) implements Summary {

  static EffectiveSettings of(Configuration configuration) {
    return new EffectiveSettings(configuration.effective().root());
  }

  @JsonValue
  Map<String, Object> json() {
    return settings.unwrapped();
  }

  /** HOCON that can be given back with {@code --conf}. */
  @Override
  public String text() {
    return settings
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false))
        .stripTrailing();
  }
}
