package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.TinyWarehouses;
import org.tokenquarry.jobs.cli.ExitCode;

/** Reads what the alias {@code champion} stands for, as servers and people do. */
enum ChampionReader {
  EXPORT {
    @Override
    void read(TinyWarehouses tiny, String warehouse, Path files, Expected expected)
        throws IOException {
      JsonNode exported = done(tiny.run(warehouse, "export", "--out", files.toString()));
      long version = exported.get("version").asLong();
      assertThat(expected.versions()).contains(version);
      requireWhole(files.resolve("codebook-v" + version));
    }
  },
  SHOW {
    @Override
    void read(TinyWarehouses tiny, String warehouse, Path files, Expected expected) {
      JsonNode shown = done(tiny.run(warehouse, "show", "champion"));
      assertThat(expected.versions()).contains(shown.at("/codebook/version").asLong());
      assertThat(shown.get("prototypes")).hasSize(shown.at("/codebook/prototypes").asInt());
    }
  },
  LIST {
    @Override
    void read(TinyWarehouses tiny, String warehouse, Path files, Expected expected) {
      JsonNode listed = done(tiny.run(warehouse, "list"));
      assertThat(listed.get("aliases"))
          .filteredOn(alias -> alias.get("alias").asText().equals("champion"))
          .singleElement()
          .satisfies(
              alias -> assertThat(expected.versions()).contains(alias.get("version").asLong()));
    }
  };

  /** What the alias can have stood for while it was read, known after that. */
  interface Expected {
    List<Long> versions();
  }

  /**
   * Reads once.
   *
   * @param files where this reader exports to
   * @throws AssertionError if it failed, or saw another version or a part of one
   */
  abstract void read(TinyWarehouses tiny, String warehouse, Path files, Expected expected)
      throws IOException;

  private static JsonNode done(Commands.Result result) {
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    return result.json();
  }

  private static void requireWhole(Path export) throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(export.resolve("manifest.json").toFile());
    for (JsonNode file : manifest.get("files")) {
      byte[] bytes = Files.readAllBytes(export.resolve(file.get("name").asText()));
      assertThat(Sha256.of(bytes)).isEqualTo(file.get("sha256").asText());
    }
  }
}
