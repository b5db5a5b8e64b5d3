package org.tokenquarry.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.io.output.CountingOutputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.serving.ExportFolder;

/**
 * A folder that appears under its name when all files in it are complete, and on the disk, so that
 * nobody reads half of it.
 */
final class WholeFolder {

  /** Writes what a file holds; leaves the stream open. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final FileSystem fs;
  private final Path directory;
  private final Path unfinished;
  private final List<ExportedFile> files = new ArrayList<>();

  private WholeFolder(FileSystem fs, Path directory, Path unfinished) {
    this.fs = fs;
    this.directory = directory;
    this.unfinished = unfinished;
  }

  /**
   * Begins a folder. What an earlier one left behind that was not finished is removed.
   *
   * @param directory its name in the end
   */
  static WholeFolder begin(FileSystem fs, Path directory) throws IOException {
    Path unfinished = hidden(directory, "unfinished");
    fs.delete(unfinished, true);
    return new WholeFolder(fs, directory, unfinished);
  }

  /** Adds a file. It is digested while it is written, and never in memory as a whole. */
  ExportedFile add(String name, Content content) throws IOException {
    MessageDigest digest = Sha256.start();
    try (FSDataOutputStream file = fs.create(new Path(unfinished, name));
        CountingOutputStream out = new CountingOutputStream(new DigestOutputStream(file, digest))) {
      content.writeTo(out);
      out.flush();
      force(file);
      String hex = HexFormat.of().formatHex(digest.digest());
      ExportedFile written = new ExportedFile(name, hex, out.getByteCount());
      files.add(written);
      return written;
    }
  }

  /**
   * Brings a file to the disk. Object stores keep it when it is closed, and cannot do so before.
   */
  static void force(FSDataOutputStream file) throws IOException {
    if (file.hasCapability(StreamCapabilities.HSYNC)) {
      file.hsync();
    }
  }

  /** Adds a file of JSON. */
  void add(String name, JsonNode json) throws IOException {
    byte[] bytes = Descriptions.bytes(json);
    add(name, out -> out.write(bytes));
  }

  /** The files so far, in the order in which they were added. */
  List<ExportedFile> files() {
    return List.copyOf(files);
  }

  /** Adds the manifest of the files so far. */
  ExportedFile addManifest() throws IOException {
    byte[] bytes = Descriptions.bytes(Descriptions.manifest(files));
    return add(ExportFolder.MANIFEST, out -> out.write(bytes));
  }

  /**
   * Gives the folder its name. One that had it before is replaced, unless it holds the same: so
   * nobody who reads it is disturbed. A folder is never deleted under its name, so nobody finds a
   * part of it there.
   */
  void finish() throws IOException {
    if (isSame()) {
      fs.delete(unfinished, true);
      return;
    }
    Path replaced = hidden(directory, "replaced");
    fs.delete(replaced, true);
    if (fs.exists(directory)) {
      move(directory, replaced);
    }
    move(unfinished, directory);
    fs.delete(replaced, true);
  }

  private void move(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("cannot move " + from + " to " + to);
    }
  }

  private boolean isSame() throws IOException {
    if (!fs.exists(directory) || hasOthers()) {
      return false;
    }
    for (ExportedFile file : files) {
      Path there = new Path(directory, file.name());
      if (!fs.exists(there)) {
        return false;
      }
      try (FSDataInputStream in = fs.open(there)) {
        if (!Sha256.of(in).equals(file.sha256())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether there are files that this export does not have. Hidden ones belong to others. */
  private boolean hasOthers() throws IOException {
    Set<String> ours = files.stream().map(ExportedFile::name).collect(Collectors.toSet());
    for (FileStatus there : fs.listStatus(directory)) {
      String name = there.getPath().getName();
      if (!name.startsWith(".") && !ours.contains(name)) {
        return true;
      }
    }
    return false;
  }

  private static Path hidden(Path directory, String end) {
    return new Path(directory.getParent(), "." + directory.getName() + "." + end);
  }
}
