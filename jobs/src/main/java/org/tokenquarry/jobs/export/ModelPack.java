package org.tokenquarry.jobs.export;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.jobs.config.ExportType;
import org.tokenquarry.jobs.config.Words;
import org.tokenquarry.serving.ExportFolder;

/**
 * The file by which {@code modctl build} makes an OCI artifact of an export, as the ModelPack
 * specification says: {@code Modelfile}.
 */
final class ModelPack {

  static final String FILE = "Modelfile";

  private ModelPack() {}

  /**
   * The text of the file.
   *
   * @param version of the codebook
   * @param files of the export so far
   */
  static String of(long version, ExportType type, List<ExportedFile> files) {
    List<String> lines = new ArrayList<>();
    lines.add("NAME codebook-v" + version);
    lines.add("FAMILY redundancy-codebook");
    lines.add("FORMAT safetensors");
    lines.add("PRECISION " + Words.of(type));
    for (ExportedFile file : files) {
      lines.add(kind(file.name()) + " " + file.name());
    }
    lines.add("CONFIG " + ExportFolder.MANIFEST);
    return String.join("\n", lines) + "\n";
  }

  private static String kind(String name) {
    if (name.equals(HubCard.FILE)) {
      return "DOC";
    }
    return name.endsWith(".json") ? "CONFIG" : "MODEL";
  }
}
