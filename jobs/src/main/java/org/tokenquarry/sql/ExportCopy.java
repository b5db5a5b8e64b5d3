package org.tokenquarry.sql;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.error.UserException;
import org.tokenquarry.serving.ExportFolder;
import org.tokenquarry.serving.ServedCodebook;

/** Reads an export from any file system, by way of the local disk. */
final class ExportCopy {

  private ExportCopy() {}

  /**
   * Reads an export.
   *
   * @param location its folder
   * @throws UserException if it is missing or damaged
   */
  static ServedCodebook read(String location, Configuration hadoop) {
    try {
      Path folder = new Path(location);
      FileSystem fs = folder.getFileSystem(hadoop);
      if (fs.getScheme().equals("file")) {
        return ServedCodebook.load(java.nio.file.Path.of(folder.toUri().getPath()));
      }
      File copy = Files.createTempDirectory("tokenquarry-export").toFile();
      try {
        return read(fs, folder, copy);
      } finally {
        FileUtils.deleteQuietly(copy);
      }
    } catch (FileNotFoundException | IllegalArgumentException e) {
      throw new UserException(
          "export-missing",
          "There is no export in " + location + ".",
          "Give the folder that `tokenquarry export` wrote, or alias@warehouse.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServedCodebook read(FileSystem fs, Path folder, File copy) throws IOException {
    ExportFolder export = new ExportFolder(copy.toPath());
    copy(fs, folder, ExportFolder.MANIFEST, copy);
    copy(fs, folder, ExportFolder.CONTRACT, copy);
    copy(fs, folder, export.contract().file(), copy);
    return ServedCodebook.load(copy.toPath());
  }

  private static void copy(FileSystem fs, Path folder, String name, File to) throws IOException {
    fs.copyToLocalFile(false, new Path(folder, name), new Path(new File(to, name).toURI()), true);
  }
}
