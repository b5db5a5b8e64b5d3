package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.cli.ExitCode;

/** The pages name every error code and every exit code, and none that does not exist. */
class ErrorCodesTest {

  private static final Path COMMAND_LINE = Path.of("../docs/command-line.md");
  private static final Path OPERATIONS = Path.of("../docs/operations.md");

  /**
   * A problem is made with its code, with a constant of the same class, or with one of two codes.
   */
  private static final Pattern MADE =
      Pattern.compile(
          "(?:new (?:UserException|Problem)|(?:Finding\\.)?(?:warning|fails)|unknown)\\(\\s*"
              + "(?:\"([a-z][a-z0-9-]+)\"|([A-Z][A-Z0-9_]+)"
              + "|[^\",;]*\\? \"([a-z][a-z0-9-]+)\" : \"([a-z][a-z0-9-]+)\")\\s*,");

  private static final Pattern OF_THE_SCRIPT = Pattern.compile("\\bfail ([a-z][a-z-]+) \"");

  private static final Pattern CODE = Pattern.compile("`([a-z][a-z0-9]*(?:-[a-z0-9]+)*)`");

  @Test
  void theTableOfErrorsHasEveryCodeOfTheProgram() throws IOException {
    Set<String> ofTheProgram = codes();
    Set<String> ofThePage = new TreeSet<>();
    // The first column.
    Files.readString(COMMAND_LINE)
        .lines()
        .dropWhile(line -> !line.equals("## Errors"))
        .filter(line -> line.startsWith("| `"))
        .map(line -> StringUtils.substringBetween(line, "|", "|").replaceAll("\\([^)]*\\)", ""))
        .forEach(
            cell -> CODE.matcher(cell).results().forEach(code -> ofThePage.add(code.group(1))));

    // Two are made of a beginning and the name of a rival.
    ofThePage.removeIf(code -> code.matches("(worse-than|not-compared-with)-(random|published)"));
    assertThat(ofThePage).containsExactlyInAnyOrderElementsOf(ofTheProgram);
  }

  @Test
  void everyExitCodeIsOnBothPages() throws IOException {
    for (Path page : List.of(COMMAND_LINE, OPERATIONS)) {
      String table = StringUtils.substringAfter(Files.readString(page), "## Exit codes");
      for (ExitCode code : ExitCode.values()) {
        assertThat(table).containsPattern("(?m)^\\| [^|]*\\b" + code.code() + "\\b[^|]*\\|");
      }
    }
  }

  @Test
  void operationsSpeaksOfCodesThatExist() throws IOException {
    Set<String> ofTheProgram = codes();
    String table =
        StringUtils.substringBetween(
            Files.readString(OPERATIONS), "## When it fails at night", "\n## ");
    Set<String> named =
        table
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> CODE.matcher(StringUtils.substringBetween(line, "|", "|")).results())
            .map(code -> code.group(1))
            .collect(Collectors.toSet());
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(ofTheProgram).containsAll(named);
  }

  private static Set<String> codes() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (String root : List.of("src/main", "../udfs/src/main")) {
      try (Stream<Path> sources = Files.walk(Path.of(root))) {
        sources
            .filter(path -> path.toString().endsWith(".java"))
            .forEach(path -> codes.addAll(codes(read(path))));
      }
    }
    OF_THE_SCRIPT
        .matcher(Files.readString(Path.of("../scripts/tokenquarry")))
        .results()
        .forEach(code -> codes.add(code.group(1)));
    Pattern.compile("\"code\":\"([a-z-]+)\"")
        .matcher(Files.readString(Path.of("../scripts/nightly.sh")))
        .results()
        .forEach(code -> codes.add(code.group(1)));
    return codes;
  }

  private static Set<String> codes(String source) {
    Set<String> codes = new TreeSet<>();
    Matcher made = MADE.matcher(source);
    while (made.find()) {
      if (made.group(1) != null) {
        codes.add(made.group(1));
        continue;
      }
      if (made.group(3) != null) {
        codes.addAll(List.of(made.group(3), made.group(4)));
        continue;
      }
      Matcher constant =
          Pattern.compile("\\b" + made.group(2) + "\\s*=\\s*\"([a-z0-9-]+)\"").matcher(source);
      if (constant.find()) {
        codes.add(constant.group(1));
      }
    }
    return codes;
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
