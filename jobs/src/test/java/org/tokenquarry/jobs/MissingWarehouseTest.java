package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.jobs.cli.ExitCode;

/** The path of a warehouse that does not exist is an error, and not an empty warehouse. */
class MissingWarehouseTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"list", "show", "calibrate", "mine", "cluster", "publish", "export"})
  void isTheUsersMistake(String verb) {
    Path nowhere = directory.resolve("nowhere");
    Commands.Result result = run(verb, "--warehouse", nowhere.toString());
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code")).isEqualTo("warehouse-missing");
    assertThat(result.error("message")).isEqualTo("There is no warehouse " + nowhere + ".");
    assertThat(result.error("remedy")).contains("--warehouse", "ingest");
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void anEmptyOneListsNothing() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Commands.Result listed = run("list", "--warehouse", empty.toString());
    assertThat(listed.code()).isEqualTo(ExitCode.DONE);
    assertThat(listed.json().get("codebooks")).isEmpty();
    assertThat(run("show", "--warehouse", empty.toString()).error("code")).isEqualTo("no-codebook");
  }
}
