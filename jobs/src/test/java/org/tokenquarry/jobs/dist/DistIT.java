package org.tokenquarry.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution that {@code package} built, copied to another place and run there with another
 * home directory. Where the tests run as root, it runs as another user.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistIT {

  /** The user `nobody` of Debian. */
  private static final String NOBODY = "65534";

  private static final Pattern IMPORT = Pattern.compile("(?m)^ *(?:from|import) +(\\w+)");

  @TempDir static Path directory;

  private Path copy;
  private Path home;
  private Launcher launcher;

  @BeforeAll
  void copyToAnotherPlace() throws Exception {
    open(directory);
    Path place = Files.createDirectories(directory.resolve("a place with spaces"));
    copy = place.resolve("tokenquarry");
    assertThat(call("cp", "-r", "target/dist", copy.toString())).isZero();
    home = Files.createDirectories(directory.resolve("home"));
    open(home);
    Path link = Files.createSymbolicLink(home.resolve("tq"), copy.resolve("bin/tokenquarry"));
    launcher = new Launcher(anotherUser(), link, home);
  }

  @Test
  void aCopyRunsForAnotherUserFromItsOwnFilesAlone() throws Exception {
    Path log = home.resolve("classes.txt");
    String option = "-Xlog:class+load:file=" + log;
    Launcher.Ended made =
        launcher.run(
            Map.of("TOKENQUARRY_JAVA_OPTS", option), "scenes", "--count", "1", "--out", "drawn");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.json().get("images").asInt()).isEqualTo(1);
    assertThat(home.resolve("drawn/questions.jsonl")).exists();
    List<String> sources =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains("source: file:") || line.contains("source: jar:"))
            .toList();
    assertThat(sources)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("/a%20place%20with%20spaces/tokenquarry/"));
  }

  @Test
  void tablesAndNativeLibrariesWorkThere() throws Exception {
    Launcher.Ended made = launcher.run("scenes", "--count", "1", "--out", "ingested");
    assertThat(made.code()).as(made.err()).isZero();
    Launcher.Ended ingested = launcher.run("ingest", "ingested/images", "--warehouse", "warehouse");
    assertThat(ingested.json().get("added").asInt()).as(ingested.err()).isEqualTo(1);
    Launcher.Ended listed = launcher.run("list", "--warehouse", "warehouse");
    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.json().get("codebooks")).isEmpty();
    Launcher.Ended proved = launcher.run("verify-bundle", "bundled");
    assertThat(proved.code()).as(proved.err()).isZero();
  }

  @Test
  void whatTheVirtualMachineSaysIsNotOnStandardOutput() throws Exception {
    Launcher.Ended warned =
        launcher.run(Map.of("TOKENQUARRY_JAVA_OPTS", "-XX:+UseLargePages"), "config");
    assertThat(warned.err()).as("the option causes a warning").contains("UseLargePages");
    assertThat(warned.json().has("mine")).isTrue();
    Launcher.Ended refused =
        launcher.run(Map.of("TOKENQUARRY_JAVA_OPTS", "-Xms1m -Xmx999999g"), "config");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("initialization of VM");
  }

  @Test
  void scriptsThatVerbsCallAreThere() throws Exception {
    Launcher.Ended ended =
        launcher.run(Map.of("TOKENQUARRY_PYTHON", "/no/such/python"), "bench", "bundle");
    assertThat(ended.json().at("/error/code").asText()).isEqualTo("no-python");
    assertThat(copy.resolve("scripts/export_model.py")).isExecutable();
    assertThat(copy.resolve("conf/discover-gpus.sh")).isExecutable();
    assertThat(copy.resolve("cluster/tokenquarry.jar")).exists();
  }

  /** The modules of this project that a script imports are there, too. */
  @Test
  void importsOfTheScriptsAreThere() throws IOException {
    List<Path> scripts;
    try (Stream<Path> all = Files.walk(copy.resolve("scripts"))) {
      scripts = all.filter(file -> file.toString().endsWith(".py")).toList();
    }
    assertThat(scripts).isNotEmpty();
    for (Path script : scripts) {
      Matcher imports = IMPORT.matcher(Files.readString(script));
      while (imports.find()) {
        for (String module : List.of(imports.group(1), imports.group(1) + ".py")) {
          if (Files.exists(Path.of("../scripts", module))) {
            assertThat(copy.resolve("scripts").resolve(module)).as("%s", script).exists();
          }
        }
      }
    }
  }

  /** The shell makes the name from bytes, because this JVM may itself run in a plain locale. */
  @Test
  void namesThatAreNotAsciiSurviveAPlainLocale() throws Exception {
    List<String> shell =
        List.of("bash", "-c", "exec \"$0\" \"$@\" --warehouse \"$(printf '\\303\\251')\"");
    Launcher plain = new Launcher(shell, copy.resolve("bin/tokenquarry"), home);
    Launcher.Ended told = plain.run(Map.of("LANG", "C"), "config");
    assertThat(told.out()).as(told.err()).contains("\u00e9");
  }

  @Test
  void anotherJavaIsRefusedWithoutStartingIt() throws Exception {
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 99\n");
    assertThat(java.toFile().setExecutable(true, false)).isTrue();
    Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"21.0.2\"\n");
    Launcher.Ended ended =
        launcher.run(Map.of("JAVA_HOME", directory.resolve("jdk").toString()), "list");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.json().at("/error/code").asText()).isEqualTo("wrong-java");
    assertThat(ended.json().at("/error/message").asText()).contains("is Java 21;");
  }

  /** Java keeps no classes of jars below a folder whose name has a space. */
  @Test
  void keptClassesAreUsedWhereTheyFit() throws Exception {
    Path place = directory.resolve("tokenquarry");
    assertThat(call("cp", "-rl", copy.toString(), place.toString())).isZero();
    assertThat(call("bash", place.resolve("scripts/faster-start.sh").toString(), "config"))
        .isZero();
    assertThat(keptClasses(place)).isNotEmpty();
    Path jar = place.resolve("lib/tokenquarry-jobs.jar");
    FileTime time = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertThat(keptClasses(place)).isEmpty();
    Files.setLastModifiedTime(jar, time);
  }

  /** Our classes that a verb did not read from jars. It has nothing to say of those. */
  private List<String> keptClasses(Path place) throws Exception {
    Path log = home.resolve("kept.txt");
    Launcher.Ended ended =
        new Launcher(anotherUser(), place.resolve("bin/tokenquarry"), home)
            .run(Map.of("TOKENQUARRY_JAVA_OPTS", "-Xlog:class+load:file=" + log), "config");
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEmpty();
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" org.tokenquarry.") && line.contains("shared objects file"))
        .toList();
  }

  @Test
  void aSourceTreeThatWasNotBuiltSaysSo() throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree/scripts"));
    Files.createFile(directory.resolve("tree/pom.xml"));
    Path script = Files.copy(copy.resolve("bin/tokenquarry"), tree.resolve("tokenquarry"));
    assertThat(script.toFile().setExecutable(true, false)).isTrue();
    Launcher.Ended ended = new Launcher(List.of(), script, home).run("list");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.json().at("/error/code").asText()).isEqualTo("not-built");
  }

  @Test
  void anIncompleteCopySaysWhatIsMissing() throws Exception {
    Path incomplete = copy.resolveSibling("incomplete");
    assertThat(call("cp", "-rl", copy.toString(), incomplete.toString())).isZero();
    Path jar = incomplete.resolve("lib/tokenquarry-jobs.jar");
    Files.delete(jar);
    Launcher script = new Launcher(anotherUser(), incomplete.resolve("bin/tokenquarry"), home);
    Launcher.Ended ended = script.run("list");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.json().at("/error/code").asText()).isEqualTo("incomplete");
    assertThat(ended.json().at("/error/message").asText()).contains(jar.toString());
  }

  private static List<String> anotherUser() {
    List<String> command =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    boolean root = System.getProperty("user.name").equals("root");
    return root ? command : List.of();
  }

  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static int call(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
