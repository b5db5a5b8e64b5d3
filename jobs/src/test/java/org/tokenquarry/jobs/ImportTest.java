package org.tokenquarry.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.util.Float16Utils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;

/** Codebooks that were made elsewhere become versions like our own. */
class ImportTest {

  private static final String PUBLISHED = "coco_train_1200samples_numPrototypes-45";
  private static final int COUNT = 45;
  private static final int WIDTH = 3584;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void aPublishedCodebookComesBackEqualFromEveryFormat() throws Exception {
    TinyWarehouses tiny = new TinyWarehouses(directory);
    Files.createDirectory(directory.resolve("w"));
    String bundle = bundle().toString();
    Path pt = published(".pt");
    JsonNode first = done(tiny.runOf(bundle, "w", "import", pt.toString()));
    assertThat(first.get("version").asInt()).isEqualTo(1);
    assertThat(first.get("created").asBoolean()).isTrue();
    assertThat(first.get("prototypes").asInt()).isEqualTo(COUNT);
    assertThat(first.get("width").asInt()).isEqualTo(WIDTH);
    assertThat(first.get("origins").asBoolean()).isTrue();
    assertThat(first.get("dtype").asText()).isEqualTo("float16");
    JsonNode again = done(tiny.runOf(bundle, "w", "import", pt.toString()));
    assertThat(again.get("created").asBoolean()).isFalse();
    assertThat(again.get("version").asInt()).isEqualTo(1);

    byte[] halves = halves(pt);
    byte[] singles = singles(halves);
    int version = 1;
    for (Path file :
        List.of(
            npy("half.npy", "<f2", halves),
            npy("single.npy", "<f4", singles),
            safetensors(halves))) {
      JsonNode other = done(tiny.runOf(bundle, "w", "import", file.toString()));
      assertThat(other.get("version").asInt()).isEqualTo(++version);
      assertThat(other.get("origins").asBoolean()).isFalse();
      assertThat(other.get("contentDigest")).isEqualTo(first.get("contentDigest"));
    }
    JsonNode same = done(tiny.runOf(bundle, "w", "diff", "1", "4"));
    assertThat(same.get("kept").asInt()).isEqualTo(COUNT);
    assertThat(same.get("gained")).isEmpty();
    assertThat(same.get("lost")).isEmpty();

    assertThat(exported(tiny, bundle, "float32")).isEqualTo(singles);
    assertThat(exported(tiny, bundle, "float16")).isEqualTo(halves);
    String folder = directory.resolve("float32/codebook-v1").toString();
    JsonNode ours = done(tiny.runOf(bundle, "w", "import", folder));
    assertThat(ours.get("contentDigest")).isEqualTo(first.get("contentDigest"));

    JsonNode shown = done(tiny.runOf(bundle, "w", "show", "1"));
    JsonNode ids = JSON.readTree(published(".json").toFile());
    for (int i = 0; i < COUNT; i++) {
      assertThat(shown.at("/prototypes/" + i + "/imageId")).isEqualTo(ids.get(i));
    }
    assertThat(shown.at("/prototypes/0/token").isNull()).isTrue();
    assertThat(shown.at("/codebook/images").asInt()).isZero();
    assertThat(shown.at("/codebook/aliases")).isEmpty();
    assertThat(JSON.readTree(shown.get("settings").asText()).at("/imported/file").asText())
        .isEqualTo(PUBLISHED + ".pt");
    assertThat(done(tiny.runOf(bundle, "w", "show", "2")).at("/prototypes/0/imageId").isNull())
        .isTrue();
    JsonNode card = JSON.readTree(directory.resolve("float32/codebook-v1/card.json").toFile());
    assertThat(card.get("clustering").asText()).contains("imported");
    assertThat(card.at("/prototypes/44/imageId").asText()).isEqualTo("73724");

    assertThat(tiny.run("w", "import", pt.toString()).error("code"))
        .isEqualTo("warehouse-of-another-model");
    Files.createDirectory(directory.resolve("other"));
    Commands.Result narrow = tiny.run("other", "import", pt.toString());
    assertThat(narrow.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(narrow.error("code")).isEqualTo("codebook-width-differs");
    assertThat(narrow.error("message")).contains("width 3584", "have 16");
  }

  @Test
  void anImportedVersionIsEvaluatedPublishedExportedAndReported() throws IOException {
    ClusteredWarehouse mined = ClusteredWarehouse.in(directory.resolve("mined"));
    Path out = directory.resolve("out");
    JsonNode export = done(mined.run("export", "latest", "--out", out.toString()));
    String folder = export.get("directory").asText();
    JsonNode imported = done(mined.run("import", folder));
    assertThat(imported.get("version").asInt()).isEqualTo(2);
    JsonNode changes = done(mined.run("diff", "1", "2"));
    assertThat(changes.get("gained")).isEmpty();
    assertThat(changes.get("lost")).isEmpty();
    JsonNode own = mined.evaluate("codebook.version=1");
    JsonNode theirs = mined.evaluate();
    assertThat(theirs.get("version").asInt()).isEqualTo(2);
    assertThat(ClusteredWarehouse.row(theirs, "codebook", 0.5).get("accuracy"))
        .isEqualTo(ClusteredWarehouse.row(own, "codebook", 0.5).get("accuracy"));
    JsonNode published =
        done(mined.run("publish", "2", "--set", "publish.notWorseThanRandom=false"));
    assertThat(published.get("status").asText()).isEqualTo("published");
    JsonNode served = done(mined.run("export", "champion", "--out", out.toString()));
    assertThat(served.get("version").asInt()).isEqualTo(2);
    assertThat(served.at("/files/0/bytes")).isEqualTo(export.at("/files/0/bytes"));
    Path page = directory.resolve("report.html");
    done(mined.run("report", "2", "--out", page.toString()));
    assertThat(page).content().contains("imported from a file", "not known: imported");
  }

  @Test
  void aWarehouseMayHoldImportedCodebooksOnly() throws IOException {
    ClusteredWarehouse mined = ClusteredWarehouse.in(directory.resolve("mined"));
    String out = directory.resolve("out").toString();
    Path folder =
        Path.of(done(mined.run("export", "latest", "--out", out)).get("directory").asText());
    TinyWarehouses tiny = new TinyWarehouses(directory);
    String heldOut = ClusteredWarehouse.heldOut().toString();
    done(tiny.run("w", "ingest", heldOut + "/images", "--split", "heldout"));
    Path file = folder.resolve("codebook.safetensors");
    assertThat(done(tiny.run("w", "import", file.toString())).get("version").asInt()).isEqualTo(1);
    done(
        tiny.run(
            "w",
            "evaluate",
            "--questions",
            heldOut,
            "--set",
            "evaluate.budgets=[0.5]",
            "--set",
            "evaluate.bootstrapSamples=20"));
    Path page = directory.resolve("report.html");
    done(tiny.run("w", "report", "--out", page.toString()));
    assertThat(page).content().contains("They were imported.");

    assertThat(refused(tiny, "import")).isEqualTo("no-codebook-file");
    assertThat(refused(tiny, "import", out + "/nothing.pt")).isEqualTo("codebook-file-missing");
    assertThat(refused(tiny, "import", out)).isEqualTo("codebook-file-damaged");
    assertThat(refused(tiny, "import", file.toString(), "--tensor", "codebook"))
        .isEqualTo("codebook-tensor-unclear");
    Path list = Files.writeString(folder.resolve("codebook.json"), "[\"only one\"]");
    assertThat(refused(tiny, "import", file.toString())).isEqualTo("codebook-origins-invalid");
    Files.delete(list);
    Path contract = folder.resolve("contract.json");
    String good = Files.readString(contract);
    ObjectNode changed = (ObjectNode) JSON.readTree(good);
    ((ObjectNode) changed.get("model")).put("digest", "0".repeat(64));
    Files.writeString(contract, changed.toString());
    assertThat(refused(tiny, "import", folder.toString())).isEqualTo("codebook-of-another-model");
    ((ObjectNode) changed.get("space")).put("name", "vision");
    Files.writeString(contract, changed.toString());
    assertThat(refused(tiny, "import", folder.toString())).isEqualTo("codebook-of-another-space");
    Files.writeString(contract, good);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThat(refused(tiny, "import", folder.toString())).isEqualTo("codebook-file-damaged");
    assertThat(tiny.run("w", "list").json().get("codebooks")).hasSize(1);
  }

  private static String refused(TinyWarehouses tiny, String verb, String... more) {
    Commands.Result result = tiny.run("w", verb, more);
    assertThat(result.code()).isEqualTo(ExitCode.USER_MISTAKE);
    return result.error("code");
  }

  private static JsonNode done(Commands.Result result) {
    assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
    return result.json();
  }

  private static Path published(String end) throws URISyntaxException {
    return Path.of(
        ImportTest.class
            .getResource("/org/tokenquarry/jobs/imports/published/" + PUBLISHED + end)
            .toURI());
  }

  /** The tiny bundle, with the width of LLaVA-OneVision-7B. It cannot answer. */
  private Path bundle() throws IOException {
    Path bundle = Files.createDirectory(directory.resolve("bundle"));
    for (String file : List.of("vision.pt", "decoder.pt", "tokenizer.json")) {
      Files.copy(Path.of(TinyWarehouses.BUNDLE, file), bundle.resolve(file));
    }
    ObjectNode manifest =
        (ObjectNode) JSON.readTree(Path.of(TinyWarehouses.BUNDLE, "bundle.json").toFile());
    JSON.writeValue(bundle.resolve("bundle.json").toFile(), manifest.put("hidden", WIDTH));
    return bundle;
  }

  private byte[] exported(TinyWarehouses tiny, String bundle, String type) throws IOException {
    Path out = directory.resolve(type);
    done(
        tiny.runOf(
            bundle, "w", "export", "1", "--out", out.toString(), "--set", "export.dtype=" + type));
    byte[] file = Files.readAllBytes(out.resolve("codebook-v1/codebook.safetensors"));
    int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, Long.BYTES + header, file.length);
  }

  /** The numbers in the archive, as they are stored. */
  private static byte[] halves(Path pt) throws IOException {
    try (ZipFile zip = new ZipFile(pt.toFile())) {
      byte[] halves = zip.getInputStream(zip.getEntry(PUBLISHED + "/data/0")).readAllBytes();
      assertThat(halves).hasSize(COUNT * WIDTH * Short.BYTES);
      return halves;
    }
  }

  private static byte[] singles(byte[] halves) {
    ByteBuffer from = ByteBuffer.wrap(halves).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = ByteBuffer.allocate(2 * halves.length).order(ByteOrder.LITTLE_ENDIAN);
    while (from.hasRemaining()) {
      to.putFloat(Float16Utils.halfToFloat(from.getShort()));
    }
    return to.array();
  }

  private Path npy(String name, String type, byte[] numbers) throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }\n"
            .formatted(type, COUNT, WIDTH);
    return Files.write(
        directory.resolve(name),
        joined(
            new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0},
            header.getBytes(UTF_8),
            numbers));
  }

  private Path safetensors(byte[] halves) throws IOException {
    String header =
        "{\"codebook\":{\"dtype\":\"F16\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
            .formatted(COUNT, WIDTH, halves.length);
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length())
            .array();
    return Files.write(
        directory.resolve("half.safetensors"), joined(length, header.getBytes(UTF_8), halves));
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }
}
