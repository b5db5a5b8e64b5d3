package org.tokenquarry.jobs.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.digest.Sha256;

/**
 * A copy of a file on this machine, so that what is read is what was digested. Closing removes it.
 *
 * @param copy for this user alone
 * @param sha256 of its bytes
 */
record FetchedFile(java.nio.file.Path copy, String sha256) implements AutoCloseable {

  /** Copies a file. */
  static FetchedFile of(FileSystem fs, Path file) throws IOException {
    java.nio.file.Path copy = Files.createTempFile("tokenquarry-import", ".part");
    MessageDigest digest = Sha256.start();
    try (InputStream in = new DigestInputStream(fs.open(file), digest)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.delete(copy);
      throw e;
    }
    return new FetchedFile(copy, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public void close() throws IOException {
    Files.delete(copy);
  }
}
