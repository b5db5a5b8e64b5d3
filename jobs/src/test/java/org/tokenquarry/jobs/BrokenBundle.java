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
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.tokenquarry.digest.Sha256;

/** The tiny bundle with another language-model head. */
public final class BrokenBundle {

  private static final Path TINY = Path.of("../udfs/src/test/resources/bundles/tiny");

  /** The head's storage: 40 rows of width 16. */
  private static final String HEAD = "archive/data/15";

  private BrokenBundle() {}

  /** Writes a bundle into a new directory: the logit of token 0 is always NaN. */
  public static Path nan(Path directory) throws IOException {
    return in(directory, head -> head.putFloat(0, Float.NaN));
  }

  /** Writes a bundle into a new directory: all logits are always 0. */
  public static Path mute(Path directory) throws IOException {
    return in(directory, head -> head.put(new byte[head.capacity()]));
  }

  private static Path in(Path directory, Consumer<ByteBuffer> change) throws IOException {
    Files.createDirectories(directory);
    for (String file : List.of("vision.pt", "tokenizer.json")) {
      Files.copy(TINY.resolve(file), directory.resolve(file));
    }
    byte[] decoder = changed(TINY.resolve("decoder.pt"), change);
    Files.write(directory.resolve("decoder.pt"), decoder);
    ObjectMapper json = new ObjectMapper();
    ObjectNode manifest = (ObjectNode) json.readTree(TINY.resolve("bundle.json").toFile());
    ((ObjectNode) manifest.get("files")).put("decoder.pt", Sha256.of(decoder));
    json.writeValue(directory.resolve("bundle.json").toFile(), manifest);
    return directory;
  }

  private static byte[] changed(Path archive, Consumer<ByteBuffer> change) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile in = new ZipFile(archive.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : in.stream().toList()) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        if (entry.getName().equals(HEAD)) {
          change.accept(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
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
