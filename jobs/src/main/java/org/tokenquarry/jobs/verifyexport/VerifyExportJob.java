package org.tokenquarry.jobs.verifyexport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.VerifyExportSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.signature.FolderSignature;
import org.tokenquarry.jobs.signature.PublicKey;
import org.tokenquarry.jobs.table.ContentDigest;
import org.tokenquarry.serving.ExportFolder;
import org.tokenquarry.serving.ServedCodebook;
import org.tokenquarry.serving.ServedContract;
import org.tokenquarry.token.TokenMatrix;

/**
 * Proves an exported codebook where it will be used: every file has its sha256, there is no other
 * file, the prototypes are those that were mined, the test vectors keep the right places, and, if a
 * key is given, the folder is signed for it.
 *
 * <p>Input: a folder on a local disk. Output: none but the summary. Spark is not started. Example:
 *
 * <pre>{@code tokenquarry verify-export codebook/codebook-v1 --key public.pem}</pre>
 *
 * <p>Failure modes: a file is missing, changed or too many; there is no signature, or it is not
 * valid ({@link UserException}).
 */
public final class VerifyExportJob implements Job<VerifyExportSummary> {

  @Override
  public VerifyExportSummary run(JobContext context) {
    VerifyExportSettings settings = context.settings().verifyExport();
    Optional<PublicKey> key = settings.key().map(PublicKey::read);
    String directory = settings.directory();
    Path folder = Path.of(directory);
    ExportFolder export = new ExportFolder(folder);
    SortedMap<String, String> listed = export.manifest();
    SortedMap<String, String> found = export.found();
    boolean signed = found.containsKey(FolderSignature.FILE);
    found.remove(FolderSignature.FILE);
    List<Problem> problems = new ArrayList<>();
    key.ifPresent(
        given ->
            problems.addAll(
                export.differences(
                    signed(folder, directory, signed, given), found, FolderSignature.FILE)));
    found.remove(ExportFolder.MANIFEST);
    problems.addAll(export.differences(listed, found, ExportFolder.MANIFEST));
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    ServedContract contract = export.contract();
    TokenMatrix prototypes = export.prototypes(contract);
    requireMined(directory, contract, prototypes);
    ServedCodebook codebook = ServedCodebook.of(contract.contentDigest(), prototypes);
    String signature = signed ? "unchecked" : "none";
    return new VerifyExportSummary(
        directory,
        listed.size(),
        codebook.count(),
        codebook.width(),
        contract.dtype(),
        contract.contentDigest(),
        VectorCheck.places(export, directory, codebook),
        key.isPresent() ? "verified" : signature);
  }

  private static SortedMap<String, String> signed(
      Path folder, String directory, boolean signed, PublicKey key) {
    if (!signed) {
      throw new UserException(
          "export-unsigned",
          "There is no " + FolderSignature.FILE + " in " + directory + ".",
          "Export with --sign, or leave --key out to accept what nobody signed.");
    }
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(FolderSignature.FILE));
      return FolderSignature.verify(directory, bytes, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Halves are not what was mined; the digest of their files holds them. */
  private static void requireMined(
      String directory, ServedContract contract, TokenMatrix prototypes) {
    if (contract.dtype().equals("float32")
        && !new ContentDigest().add(prototypes).hex().equals(contract.contentDigest())) {
      throw new UserException(
          "export-unproved",
          "The prototypes in " + directory + " do not have the digest of contract.json.",
          "Export the codebook again.");
    }
  }
}
