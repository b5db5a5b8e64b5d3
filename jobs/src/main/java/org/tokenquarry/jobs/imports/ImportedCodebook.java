package org.tokenquarry.jobs.imports;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.cluster.TokenKey;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.foreign.ForeignFile;
import org.tokenquarry.foreign.ForeignMatrix;
import org.tokenquarry.jobs.config.ImportSettings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.PlainFiles;
import org.tokenquarry.jobs.table.PrototypeOrigin;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.source.WrittenPath;
import org.tokenquarry.token.TokenMatrix;

/**
 * A codebook as a file holds it.
 *
 * @param location of the file, as the user wrote it
 * @param file its name, without its directory
 * @param sha256 of the file
 * @param matrix what it holds
 * @param tensor the name that was asked for
 * @param imageIds where each prototype comes from; empty if that is not known
 */
record ImportedCodebook(
    String location,
    String file,
    String sha256,
    ForeignMatrix matrix,
    Optional<String> tensor,
    Optional<List<String>> imageIds) {

  /** The only space in which pruners probe a codebook. */
  static final String SPACE = "projected";

  private static final String MODEL_DIGEST = "modelDigest";
  private static final String SPACE_KEY = "space";

  /**
   * Reads a file, or the codebook of a directory that {@code export} wrote.
   *
   * @throws org.tokenquarry.error.UserException if it does not exist, or holds no codebook
   */
  static ImportedCodebook read(String location, ImportSettings settings, Configuration hadoop)
      throws IOException {
    Path path = path(location);
    try {
      FileSystem fs = PlainFiles.of(path, hadoop);
      return fs.getFileStatus(path).isDirectory()
          ? exported(fs, path, location)
          : file(fs, path, location, settings.tensor());
    } catch (FileNotFoundException e) {
      throw ImportErrors.missing(location);
    }
  }

  private static Path path(String location) {
    try {
      return WrittenPath.of(location);
    } catch (IllegalArgumentException e) {
      throw ImportErrors.missing(location);
    }
  }

  private static ImportedCodebook exported(FileSystem fs, Path directory, String location)
      throws IOException {
    Path contractFile = new Path(directory, ExportedContract.FILE);
    if (!fs.exists(contractFile)) {
      throw ImportErrors.notExported(location, "it has no " + ExportedContract.FILE);
    }
    ExportedContract contract;
    try (InputStream in = fs.open(contractFile)) {
      contract = ExportedContract.read(in, location);
    }
    ImportedCodebook codebook =
        file(
            fs,
            new Path(directory, contract.file()),
            location + "/" + contract.file(),
            Optional.of(contract.tensor()));
    if (!codebook.sha256().equals(contract.sha256())) {
      throw ImportErrors.notExported(location, "its codebook is not that of its contract");
    }
    Map<String, String> stated =
        Map.of(MODEL_DIGEST, contract.modelDigest(), SPACE_KEY, contract.space());
    ForeignMatrix matrix = codebook.matrix();
    return new ImportedCodebook(
        location,
        codebook.file(),
        codebook.sha256(),
        new ForeignMatrix(matrix.rows(), matrix.format(), matrix.dtype(), stated),
        codebook.tensor(),
        codebook.imageIds());
  }

  private static ImportedCodebook file(
      FileSystem fs, Path path, String location, Optional<String> tensor) throws IOException {
    FileStatus status = fs.getFileStatus(path);
    if (!status.isFile()) {
      throw ImportErrors.missing(location);
    }
    ForeignFile.requireReadable(status.getLen(), location);
    try (FetchedFile fetched = FetchedFile.of(fs, path)) {
      ForeignMatrix matrix = ForeignFile.read(fetched.copy(), location, tensor);
      return new ImportedCodebook(
          location,
          path.getName(),
          fetched.sha256(),
          matrix,
          tensor,
          imageIds(fs, path, matrix.rows().count()));
    }
  }

  /** The list has the name of the codebook, and ends in {@code .json}. */
  private static Optional<List<String>> imageIds(FileSystem fs, Path path, int count)
      throws IOException {
    String name = path.getName().replaceFirst("\\.[^.]*$", "") + ".json";
    Path list = new Path(path.getParent(), name);
    if (name.equals(path.getName()) || !fs.exists(list)) {
      return Optional.empty();
    }
    try (InputStream in = fs.open(list)) {
      return Optional.of(ImageIds.read(in, PlainFiles.told(fs, list), count));
    }
  }

  /**
   * Checks that the codebook fits a model.
   *
   * @throws org.tokenquarry.error.UserException if its width, or the model or the space that the
   *     file names, is another
   */
  void requireOf(ModelBundle bundle) {
    String model = bundle.manifest().name();
    int hidden = bundle.manifest().hidden();
    String space = matrix.metadata().getOrDefault(SPACE_KEY, SPACE);
    if (!space.equals(SPACE)) {
      throw ImportErrors.ofAnotherSpace(location, space);
    }
    if (matrix.rows().dim() != hidden) {
      throw ImportErrors.widthDiffers(location, matrix.rows().dim(), model, hidden);
    }
    String digest = matrix.metadata().getOrDefault(MODEL_DIGEST, bundle.digest());
    if (!digest.equals(bundle.digest())) {
      throw ImportErrors.ofAnotherModel(location, digest, model, bundle.digest());
    }
  }

  /** What identifies it beside its content: where it comes from. */
  SettingsDigest origin() {
    Map<String, String> origin = new TreeMap<>();
    origin.put("file", file);
    origin.put("sha256", sha256);
    origin.put("format", matrix.format());
    origin.put("dtype", matrix.dtype());
    tensor.ifPresent(name -> origin.put("tensor", name));
    imageIds.ifPresent(ids -> origin.put("imageIds", Sha256.of(ids)));
    return SettingsDigest.ofNamed(Map.of(CodebookVersion.IMPORTED, origin));
  }

  /** Each is a cluster of its own, because the file does not tell clusters. */
  List<Prototype> prototypes() {
    TokenMatrix rows = matrix.rows();
    return IntStream.range(0, rows.count())
        .mapToObj(
            i ->
                new Prototype(
                    i, new TokenKey(imageId(i), PrototypeOrigin.NO_TOKEN), rows.row(i), 1, 1))
        .toList();
  }

  private String imageId(int prototype) {
    return imageIds.map(ids -> ids.get(prototype)).orElse(PrototypeOrigin.NO_IMAGE);
  }
}
