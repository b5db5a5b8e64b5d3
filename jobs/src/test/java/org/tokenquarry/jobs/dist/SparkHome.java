package org.tokenquarry.jobs.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * The jars of a Spark distribution, from those that {@code package} collected: none of this project
 * and none of the libraries that its jar for clusters contains.
 *
 * @param directory which has a folder {@code jars} of links
 */
record SparkHome(Path directory) {

  private static final Path DIST = Path.of("target/dist").toAbsolutePath();

  /** The jar that a user gives to {@code spark-submit}. */
  static final Path SUBMITTED = DIST.resolve("cluster/tokenquarry.jar");

  /**
   * Scala and what the jar for clusters leaves to Spark, although it is not provided by scope;
   * Log4j is among it with Spark 4.
   */
  private static final Pattern LEFT_TO_SPARK =
      Pattern.compile(
          "(scala-library|antlr4-runtime|slf4j-api|commons-compress"
              + "|log4j-(api|core|slf4j2-impl)|jackson-(core|annotations|databind))-\\d.*\\.jar");

  /** Makes the folders anew, below those of the build. */
  static SparkHome make() throws IOException {
    Path home = Path.of("target/spark-home").toAbsolutePath();
    FileUtils.deleteDirectory(home.toFile());
    Path jars = Files.createDirectories(home.resolve("jars"));
    Set<Path> all =
        new TreeSet<>(
            Arrays.stream(Files.readString(Path.of("target/classpath.spark")).strip().split(":"))
                .map(DIST::resolve)
                .toList());
    try (Stream<Path> lib = Files.list(DIST.resolve("lib"))) {
      lib.filter(jar -> LEFT_TO_SPARK.matcher(jar.getFileName().toString()).matches())
          .forEach(all::add);
    }
    for (Path jar : all) {
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
    }
    return new SparkHome(home);
  }

  /** The class path of master, workers and {@code spark-submit}. */
  String classPath() throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("jars"))) {
      return all.map(Path::toString).sorted().collect(Collectors.joining(":"));
    }
  }
}
