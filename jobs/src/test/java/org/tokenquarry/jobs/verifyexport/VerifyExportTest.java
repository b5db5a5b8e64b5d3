package org.tokenquarry.jobs.verifyexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.signature.FolderSignature;
import org.tokenquarry.jobs.signature.TestKeys;

/**
 * A changed, missing or added file of an export is named, and so is a signature that is not valid.
 */
class VerifyExportTest {

  @TempDir static Path directory;
  private static TestKeys keys;
  private static TestKeys others;
  private static Path exported;

  @TempDir Path copies;

  @BeforeAll
  static void export() throws IOException {
    keys = TestKeys.of("P-256", directory);
    others = TestKeys.of("P-384", directory);
    exported = export(ClusteredWarehouse.in(directory), "signed");
  }

  private static Path export(ClusteredWarehouse warehouse, String name) {
    return Path.of(
        warehouse
            .run(
                "export",
                "latest",
                "--out",
                directory.resolve(name).toString(),
                "--sign",
                keys.privateKey().toString())
            .json()
            .get("directory")
            .asText());
  }

  static Stream<String> files() throws IOException {
    try (Stream<Path> list = Files.list(exported)) {
      return list.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @Test
  void anExportIsGoodAsItWasWritten() {
    Commands.Result result = verify(exported, keys);
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    assertThat(result.json().get("signature").asText()).isEqualTo("verified");
    assertThat(result.json().get("files").asInt()).isEqualTo(files(exported) - 2);
    assertThat(result.json().get("places").asLong()).isPositive();
    assertThat(run(exported).json().get("signature").asText()).isEqualTo("unchecked");
  }

  @Test
  void theSameExportHasTheSameSignature() throws IOException {
    Path again =
        export(ClusteredWarehouse.in(Files.createDirectory(directory.resolve("other"))), "again");
    assertThat(again.resolve(FolderSignature.FILE))
        .hasSameBinaryContentAs(exported.resolve(FolderSignature.FILE));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aChangedByteIsFound(String name) throws IOException {
    Path copy = copy();
    byte[] bytes = Files.readAllBytes(copy.resolve(name));
    bytes[bytes.length / 2] ^= 1;
    Files.write(copy.resolve(name), bytes);
    refused(verify(copy, keys), name);
    // Nothing but a signature vouches for the manifest itself.
    if (!Set.of(FolderSignature.FILE, "manifest.json").contains(name)) {
      refused(run(copy), "manifest.json");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aMissingFileIsFound(String name) throws IOException {
    Path copy = copy();
    Files.delete(copy.resolve(name));
    refused(verify(copy, keys), name);
  }

  @Test
  void anAddedFileAndALinkAreFound() throws IOException {
    Path copy = copy();
    Files.writeString(copy.resolve("added.pkl"), "hello");
    Files.move(copy.resolve("card.json"), directory.resolve("elsewhere"));
    Files.createSymbolicLink(copy.resolve("card.json"), directory.resolve("elsewhere"));
    Commands.Result result = run(copy);
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.json().toString()).contains("added.pkl is not in", "card.json does not have");
  }

  @Test
  void aSignatureMustBeThereAndByTheKey() throws IOException {
    assertThat(verify(exported, others).error("code")).isEqualTo("signature-invalid");
    Path copy = copy();
    Files.delete(copy.resolve(FolderSignature.FILE));
    assertThat(verify(copy, keys).error("code")).isEqualTo("export-unsigned");
    assertThat(run(copy).json().get("signature").asText()).isEqualTo("none");
    assertThat(run(copy, "--key", "missing.pem").error("code")).isEqualTo("key-invalid");
    assertThat(run(copies.resolve("none")).error("code")).isEqualTo("export-missing");
  }

  private static void refused(Commands.Result result, String named) {
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.error("code"))
        .isIn("export-damaged", "export-missing", "export-unsigned", "signature-invalid");
    assertThat(result.json().toString()).containsAnyOf(named, "signature of", FolderSignature.FILE);
  }

  private Path copy() throws IOException {
    Path copy = copies.resolve("copy");
    FileUtils.copyDirectory(exported.toFile(), copy.toFile());
    return copy;
  }

  private static int files(Path folder) {
    return folder.toFile().list().length;
  }

  private static Commands.Result verify(Path folder, TestKeys keys) {
    return run(folder, "--key", keys.publicKey().toString());
  }

  private static Commands.Result run(Path folder, String... more) {
    List<String> all = new ArrayList<>(List.of("verify-export", folder.toString()));
    all.addAll(List.of(more));
    return Commands.run(all.toArray(String[]::new));
  }
}
