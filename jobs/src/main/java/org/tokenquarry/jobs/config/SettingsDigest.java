package org.tokenquarry.jobs.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.experiment.ExperimentSettings;

/**
 * Identity of settings: sha256 over their canonical JSON (UTF-8, keys sorted, no white space, enum
 * constants as in settings). Two configurations that ask for the same numbers have the same digest,
 * in whatever order and notation they were written.
 *
 * @param json the canonical JSON
 * @param hex sha256 of {@code json}, 64 hexadecimal digits in lower case
 */
public record SettingsDigest(String json, String hex) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addModule(
              new SimpleModule()
                  .addSerializer(new EnumAsWord())
                  .addSerializer(new OptionalAsValue()))
          .build();

  /** Identity of the rows of table experiments, together with the model digest. */
  public static SettingsDigest of(ExperimentSettings experiment) {
    return of((Object) experiment);
  }

  /**
   * Digest of the settings that change the scores of the experiments: which tokens are probed and
   * how, without the thresholds. Calibrated thresholds fit only scores of the same digest.
   */
  public static SettingsDigest ofScores(ExperimentSettings experiment) {
    return of(experiment.withThresholds(1, 1).withWithinImage(null));
  }

  /** Identity of a codebook's settings; covers those of the experiments it was built from. */
  public static SettingsDigest of(ExperimentSettings experiment, ClusterSettings cluster) {
    return of(Map.of("experiment", experiment, "cluster", cluster));
  }

  /** Identity of several values together, by names: records of settings, numbers, text, lists. */
  public static SettingsDigest ofNamed(Map<String, ?> values) {
    return of((Object) values);
  }

  private static SettingsDigest of(Object settings) {
    try {
      // Through a map, because only map entries are sorted whatever the type.
      JsonNode tree = JSON.valueToTree(settings);
      String json = JSON.writeValueAsString(JSON.treeToValue(tree, Map.class));
      return new SettingsDigest(json, Sha256.of(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Settings are records of plain values", e);
    }
  }

  /** Enum constants as in settings. */
  @SuppressWarnings("rawtypes") // Jackson knows the raw type.
  private static final class EnumAsWord extends StdSerializer<Enum> {

    private static final long serialVersionUID = 1L;

    EnumAsWord() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum constant, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Words.of(constant));
    }
  }

  /** The value, or null. */
  @SuppressWarnings("rawtypes") // Jackson knows the raw type.
  private static final class OptionalAsValue extends StdSerializer<Optional> {

    private static final long serialVersionUID = 1L;

    OptionalAsValue() {
      super(Optional.class);
    }

    @Override
    public void serialize(Optional value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writePOJO(value.isPresent() ? value.get() : null);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Optional value) {
      return value.isEmpty();
    }
  }
}
