package org.tokenquarry.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.tokenquarry.digest.Sha256;

/**
 * The tiny bundle with one NaN in its language-model head: the logit of token 0 is never finite.
 */
final class NanBundle {

  private static final Path TINY = Path.of("../udfs/src/test/resources/bundles/tiny");

  /** The head's storage: 40 rows of width 16. */
  private static final String HEAD = "archive/data/15";

  private NanBundle() {}

  /** Writes the bundle into a new directory. */
  static Path in(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String file : List.of("vision.pt", "tokenizer.json")) {
      Files.copy(TINY.resolve(file), directory.resolve(file));
    }
    byte[] decoder = poisoned(TINY.resolve("decoder.pt"));
    Files.write(directory.resolve("decoder.pt"), decoder);
    ObjectMapper json = new ObjectMapper();
    ObjectNode manifest = (ObjectNode) json.readTree(TINY.resolve("bundle.json").toFile());
    ((ObjectNode) manifest.get("files")).put("decoder.pt", Sha256.of(decoder));
    json.writeValue(directory.resolve("bundle.json").toFile(), manifest);
    return directory;
  }

  private static byte[] poisoned(Path archive) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile in = new ZipFile(archive.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : in.stream().toList()) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        if (entry.getName().equals(HEAD)) {
          ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN);
        }
        store(out, entry.getName(), content);
      }
    }
    return bytes.toByteArray();
  }

  /** Adds an entry without compression, as Torch needs it. */
  private static void store(ZipOutputStream out, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
