package org.tokenquarry.jobs.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.jobs.config.AliasName;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.PlainFiles;

/**
 * Which export an alias stands for: the file {@code <alias>.json} beside the folders. It is
 * replaced at once, after its folder is complete, so a server that reads this file first never sees
 * half an export.
 *
 * @param alias its name
 * @param version that it stands for
 * @param directory name of the folder of this version
 * @param contentDigest of the prototypes
 * @param manifestDigest sha256 of the folder's manifest, which has those of all other files
 */
record AliasFile(
    String alias, long version, String directory, String contentDigest, String manifestDigest) {

  /**
   * The file about an export.
   *
   * @param selection how the version was chosen
   * @param directory of the version
   * @param manifest in it
   * @return empty if no alias was asked for
   */
  static Optional<AliasFile> of(
      CodebookSelection selection,
      CodebookVersion codebook,
      Path directory,
      ExportedFile manifest) {
    Optional<String> alias =
        selection.choice() == CodebookSelection.Choice.PUBLISHED
            ? Optional.of(AliasName.CHAMPION)
            : selection.alias();
    return alias.map(
        name ->
            new AliasFile(
                name,
                codebook.version(),
                directory.getName(),
                codebook.contentDigest(),
                manifest.sha256()));
  }

  /**
   * Replaces the file in one step.
   *
   * @param fs of the folders
   * @param parent of the folders
   */
  void write(FileSystem fs, Path parent, Configuration hadoop) throws IOException {
    Path unfinished = new Path(parent, "." + alias + ".json.unfinished");
    try (FSDataOutputStream out = fs.create(unfinished)) {
      out.write(Descriptions.bytes(json()));
      WholeFolder.force(out);
    }
    PlainFiles.replace(fs, unfinished, new Path(parent, alias + ".json"), hadoop);
  }

  private ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("alias", alias)
        .put("version", version)
        .put("directory", directory)
        .put("contentDigest", contentDigest)
        .put("manifestSha256", manifestDigest);
  }
}
