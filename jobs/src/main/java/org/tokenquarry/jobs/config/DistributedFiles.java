package org.tokenquarry.jobs.config;

import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files that Spark sends to executors. A relative name in a configuration file is relative to that
 * file, as with {@code include}: where the program is started changes nothing. A name given on the
 * command line is relative to where it is given.
 */
final class DistributedFiles {

  private static final Set<String> KEYS =
      Set.of(
          "spark.files",
          "spark.archives",
          "spark.jars",
          "spark.yarn.dist.files",
          "spark.yarn.dist.archives",
          "spark.yarn.dist.jars");

  private DistributedFiles() {}

  /**
   * The value of a key of Spark's, with the names of files made absolute where it holds such.
   *
   * @param key in full
   */
  static String located(String key, ConfigValue value) {
    String text = value.unwrapped().toString();
    String file = value.origin().filename();
    if (file == null || !KEYS.contains(key)) {
      return text;
    }
    Path folder = Path.of(file).toAbsolutePath().normalize().getParent();
    return Stream.of(text.split(","))
        .map(String::strip)
        .map(name -> isRelative(name) ? folder.resolve(name).normalize().toString() : name)
        .collect(Collectors.joining(","));
  }

  /** Neither absolute nor a URI; what follows a {@code #} stays behind the name. */
  private static boolean isRelative(String name) {
    return !name.isEmpty() && !name.startsWith("/") && !name.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
  }
}
