package org.tokenquarry.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenquarry.foreign.ForeignFile;
import org.tokenquarry.foreign.ForeignMatrix;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.jobs.config.Words;

/** All files of an export hold the same prototypes, and a folder has those that were asked for. */
class ExportedFormatsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private static ClusteredWarehouse warehouse;

  @BeforeAll
  static void warehouse() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
  }

  @ParameterizedTest
  @EnumSource(ExportType.class)
  void everyFormatHoldsTheSamePrototypes(ExportType type) throws IOException {
    Path folder = export("--set", "export.dtype=" + Words.of(type));
    ForeignMatrix expected = read(folder.resolve("codebook.safetensors"));
    assertThat(expected.dtype()).isEqualTo(Words.of(type));
    for (String name : List.of("codebook.npy", "codebook.pt")) {
      ForeignMatrix matrix = read(folder.resolve(name));
      assertThat(matrix.dtype()).as(name).isEqualTo(Words.of(type));
      assertThat(matrix.rows().dim()).isEqualTo(expected.rows().dim());
      assertThat(matrix.rows().values()).as(name).isEqualTo(expected.rows().values());
    }
    JsonNode card = JSON.readTree(folder.resolve("card.json").toFile());
    JsonNode images = JSON.readTree(folder.resolve("codebook.json").toFile());
    List<Group> rows = rows(folder.resolve("codebook.parquet"));
    assertThat(rows).hasSameSizeAs(images).hasSize(expected.rows().count());
    for (int i = 0; i < rows.size(); i++) {
      Group embedding = rows.get(i).getGroup("embedding", 0);
      for (int d = 0; d < expected.rows().dim(); d++) {
        float value = embedding.getGroup("list", d).getFloat("element", 0);
        assertThat(value).isEqualTo(expected.rows().at(i, d));
      }
      JsonNode prototype = card.get("prototypes").get(i);
      assertThat(images.get(i)).isEqualTo(prototype.get("imageId"));
      assertThat(rows.get(i).getString("image_id", 0)).isEqualTo(images.get(i).asText());
      assertThat(rows.get(i).getInteger("token_index", 0))
          .isEqualTo(prototype.get("token").asInt());
    }
  }

  @Test
  void onlyTheChosenFormatsAreWrittenAndTheContractKnows() throws IOException {
    Path folder = export("--set", "export.formats=[npy]");
    assertThat(folder.resolve("codebook.npy")).exists();
    for (String name : List.of("codebook.onnx", "codebook.pt", "codebook.json")) {
      assertThat(folder.resolve(name)).doesNotExist();
    }
    assertThat(JSON.readTree(folder.resolve("contract.json").toFile()).has("onnx")).isFalse();
    assertThat(export("--set", "export.formats=[]").resolve("codebook.npy")).doesNotExist();
  }

  @Test
  void theCardIsOneOfAModelHub() throws IOException {
    Path folder =
        export(
            "--set",
            "export.hub.baseModel=llava-hf/llava-1.5-7b-hf",
            "--set",
            "export.hub.licence=apache-2.0");
    assertThat(Files.readAllLines(folder.resolve("README.md")))
        .startsWith("---", "library_name: tokenquarry", "base_model: \"llava-hf/llava-1.5-7b-hf\"")
        .contains(
            "license: \"apache-2.0\"",
            "places = codebook.keep(tokens, k=16)    # tokens [N, D] behind the projector");
    assertThat(Files.readString(folder.resolve("Modelfile")))
        .contains("MODEL codebook.safetensors\n", "DOC README.md\n", "CONFIG manifest.json\n");
  }

  @Test
  void nonsenseInTheSettingsIsRefused() {
    Commands.Result result =
        warehouse.run(
            "export",
            "latest",
            "--set",
            "export.hub.baseModel=\"a\\nlicense: mit\"",
            "--set",
            "export.formats=[gif]");
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(result.json().toString()).contains("export.hub.baseModel", "export.formats");
  }

  private static Path export(String... more) {
    List<String> all =
        new ArrayList<>(List.of("latest", "--out", directory.resolve("out").toString()));
    all.addAll(List.of(more));
    return Path.of(
        warehouse.run("export", all.toArray(String[]::new)).json().get("directory").asText());
  }

  private static ForeignMatrix read(Path file) {
    return ForeignFile.read(file, file.toString(), Optional.empty());
  }

  private static List<Group> rows(Path file) throws IOException {
    List<Group> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
