package org.tokenquarry.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** Command lines that start a JVM with Spark, on the class path of the tests. */
public final class JavaCommand {

  /** The class path of the tests. */
  public static final String CLASS_PATH = System.getProperty("java.class.path");

  /** Options of JVMs that end before their best code would pay off. */
  public static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private JavaCommand() {}

  /**
   * The first words of the command; further options, the main class and its arguments follow. Of
   * options that contradict each other, the JVM takes the last one.
   */
  public static List<String> begin() {
    List<String> command = begin(CLASS_PATH);
    command.addAll(1, settingsOfSql());
    return command;
  }

  /** The same with another class path, and with Spark SQL as users have it. */
  public static List<String> begin(String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(QUICK_START.split(" ")));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    // Spark 4 does without it where it is not there; the JVM warns of it on standard error.
    command.remove("--add-modules=jdk.incubator.vector");
    command.addAll(List.of("-cp", classPath));
    return command;
  }

  /**
   * What this JVM was told of Spark SQL, so that its children make no code for a few rows either.
   */
  private static List<String> settingsOfSql() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("spark.sql."))
        .sorted()
        .map(name -> "-D" + name + "=" + System.getProperty(name))
        .toList();
  }
}
