package org.tokenquarry.sql;

import java.io.Serializable;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.serving.ServedCodebook;

/**
 * A codebook as tasks are told of it. All tasks of a query use the same one, though an alias may
 * move meanwhile: it is looked up when the query is analysed, on the driver.
 *
 * @param location folder of an export, or a warehouse
 * @param version in the warehouse; 0 for an export
 * @param digest of its prototypes
 */
record CodebookReference(String location, long version, String digest) implements Serializable {

  /**
   * Looks a codebook up.
   *
   * @param text folder of an export, or {@code alias@warehouse}; in place of the alias a number,
   *     {@code latest} or {@code published}
   * @throws UserException if there is none, or it cannot be read
   */
  static CodebookReference of(String text) {
    String alias = StringUtils.substringBefore(text, "@");
    if (alias.equals(text) || alias.contains("/") || alias.contains(":")) {
      ServedCodebook codebook = ExportCopy.read(text, hadoop());
      return OpenCodebooks.put(new CodebookReference(text, 0, codebook.digest()), codebook);
    }
    String location = StringUtils.substringAfter(text, "@");
    CodebookVersion version = version(location, alias);
    return new CodebookReference(location, version.version(), version.contentDigest());
  }

  /**
   * The codebook itself, read once in this process.
   *
   * @throws UserException if it cannot be read, or is another one now
   */
  ServedCodebook open() {
    return OpenCodebooks.get(this, CodebookReference::read);
  }

  private ServedCodebook read() {
    if (version == 0) {
      ServedCodebook codebook = ExportCopy.read(location, hadoop());
      if (!codebook.digest().equals(digest)) {
        throw new UserException(
            "export-changed",
            "The folder " + location + " has been replaced since the query began.",
            "Run the query again.");
      }
      return codebook;
    }
    Codebooks codebooks = new Codebooks(warehouse(location));
    return ServedCodebook.of(digest, codebooks.embeddings(codebooks.version(version)));
  }

  private static CodebookVersion version(String location, String word) {
    Codebooks codebooks = new Codebooks(warehouse(location));
    CodebookSelection selection;
    try {
      selection = CodebookSelection.parse(word);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "sql-arguments-invalid",
          "There is no version of a codebook called " + word + ".",
          "Write " + CodebookSelection.EXPECTED + ", then @ and the warehouse.");
    }
    return codebooks.selected(selection, "export");
  }

  /** Executors have no session, and need none to read it. */
  private static Warehouse warehouse(String location) {
    Warehouse warehouse =
        new Warehouse(
            () -> {
              throw new IllegalStateException("a codebook is read without a session");
            },
            hadoop(),
            location);
    warehouse.requireExisting();
    return warehouse;
  }

  /** With the {@code spark.hadoop.*} settings of the application. */
  private static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
  }
}
