package org.tokenquarry.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/**
 * Reads the configuration: {@code reference.conf} &lt; the preset &lt; the file &lt; assignments
 * &lt; a verb's own options. All problems are reported together.
 */
public final class ConfigurationLoader {

  private static final String PRESETS = "presets";

  private final Config reference;
  private final KnownKeys known;

  /** Reads the reference. */
  public ConfigurationLoader() {
    // By URL and not by resource name: other libraries on the class path have a reference.conf too.
    URL resource = Objects.requireNonNull(ConfigurationLoader.class.getResource("reference.conf"));
    reference = ConfigFactory.parseURL(resource).resolve();
    known = new KnownKeys(reference.withoutPath(PRESETS).withoutPath(SparkBlock.NAME));
  }

  /** Every key of ours, in alphabetical order; without presets and Spark's. */
  public List<String> keys() {
    return known.leaves();
  }

  /**
   * Merges the layers, checks them and makes typed settings.
   *
   * @throws UserException with every problem that was found
   */
  public Configuration load(Layers layers) {
    List<Problem> problems = new ArrayList<>();
    Assignments assignments = Assignments.parse(layers, problems);
    try {
      Config given = known.withoutMisplacedBlocks(file(layers, problems), problems);
      for (Config assignment : assignments.layers()) {
        given = known.withoutMisplacedBlocks(assignment, problems).withFallback(given);
      }
      Config preset = preset(given, problems);
      Config merged = given.withFallback(preset).withFallback(reference);
      Configuration configuration =
          bind(
              layers,
              given,
              merged,
              ChosenThresholds.in(given, preset),
              assignments.spark(),
              problems);
      if (problems.isEmpty()) {
        return configuration;
      }
    } catch (ConfigException e) {
      problems.add(ConfigProblems.malformed(e));
    }
    throw new UserException(problems);
  }

  private Configuration bind(
      Layers layers,
      Config given,
      Config merged,
      ChosenThresholds chosen,
      Map<String, String> assignedSpark,
      List<Problem> problems) {
    Config ours = merged.withoutPath(PRESETS).withoutPath(SparkBlock.NAME);
    problems.addAll(known.unknown(ours, ""));
    ConfigObject presets = merged.getObject(PRESETS);
    for (String name : presets.keySet().stream().sorted().toList()) {
      Config preset = presets.toConfig().getConfig(quoted(name));
      problems.addAll(known.unknown(preset, "presets." + name));
    }
    List<Problem> ofPlan = new ArrayList<>();
    Settings settings =
        Settings.from(
            new Section(ours, reference, problems),
            new Section(planned(given, merged), reference, ofPlan),
            chosen,
            layers);
    // A problem that both sections find is reported once.
    ofPlan.stream().filter(problem -> !problems.contains(problem)).forEach(problems::add);
    Map<String, String> spark = new TreeMap<>(SparkBlock.flatten(merged, problems));
    spark.putAll(assignedSpark);
    return new Configuration(settings, spark, ours.withFallback(SparkBlock.of(spark)));
  }

  /** The file, resolved; it may refer to its own keys, the reference's and the environment. */
  private Config file(Layers layers, List<Problem> problems) {
    if (layers.file().isEmpty()) {
      return ConfigFactory.empty();
    }
    Path file = layers.file().get();
    try {
      Config parsed =
          ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
      return parsed.resolveWith(parsed.withFallback(reference).resolve());
    } catch (ConfigException.IO e) {
      problems.add(
          Files.isReadable(file)
              ? ConfigProblems.includeNotFound(e.origin(), file)
              : ConfigProblems.notFound(file));
      return ConfigFactory.empty();
    }
  }

  private Config preset(Config given, List<Problem> problems) {
    Config all = given.withFallback(reference);
    Config presets = all.getConfig(PRESETS);
    String name = all.getString("preset");
    if (presets.hasPath(quoted(name))) {
      return known.withoutMisplacedBlocks(presets.getConfig(quoted(name)), problems);
    }
    List<String> names = presets.root().keySet().stream().sorted().toList();
    problems.add(ConfigProblems.unknownPreset(name, all.getValue("preset").origin(), names));
    return ConfigFactory.empty();
  }

  /** The shape of a known model implies the preset of its name, where none was named. */
  private Config planned(Config given, Config merged) {
    String implied = merged.getValue("plan.shape").unwrapped().toString();
    String path = PRESETS + "." + quoted(implied);
    return given.hasPath("preset") || !merged.hasPath(path)
        ? merged
        : given
            .withValue("preset", ConfigValueFactory.fromAnyRef(implied))
            .withFallback(merged.getConfig(path))
            .withFallback(reference);
  }

  private static String quoted(String name) {
    return ConfigUtil.quoteString(name);
  }
}
