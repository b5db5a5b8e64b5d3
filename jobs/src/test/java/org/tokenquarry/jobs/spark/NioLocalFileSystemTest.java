package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.local.LocalFs;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NioLocalFileSystemTest {

  @TempDir java.nio.file.Path directory;

  private Configuration hadoop;

  @BeforeEach
  void configure() {
    hadoop = new LazySession(Map.of(), Duration.ZERO).hadoop();
  }

  @Test
  void localRunsUseItAndClustersDoNot() {
    assertThat(hadoop.get("fs.file.impl")).isEqualTo(NioLocalFileSystem.class.getName());
    assertThat(hadoop.get("fs.AbstractFileSystem.file.impl"))
        .isEqualTo(NioLocalFileSystem.ForFileContext.class.getName());
    assertThat(SessionConf.of(Map.of()).contains("spark.hadoop.fs.file.impl")).isTrue();
    Map<String, String> cluster = Map.of("spark.master", "spark://host:7077");
    assertThat(SessionConf.of(cluster).contains("spark.hadoop.fs.file.impl")).isFalse();
    String own = "org.apache.hadoop.fs.LocalFileSystem";
    Map<String, String> chosen = Map.of("spark.hadoop.fs.file.impl", own);
    assertThat(new LazySession(chosen, Duration.ZERO).hadoop().get("fs.file.impl")).isEqualTo(own);
    assertThat(SessionConf.of(chosen).get("spark.hadoop.fs.file.impl")).isEqualTo(own);
  }

  /** As Delta makes a commit: a file of another name is written, and gets its name. */
  @Test
  void aCommitStartsNoProcess() throws IOException {
    Path folder = new Path(directory.toUri());
    java.nio.file.Path recorded = directory.resolve("processes.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      FileContext context = FileContext.getFileContext(folder.toUri(), hadoop);
      Path temporary = new Path(folder, ".commit.tmp");
      try (FSDataOutputStream out =
          context.create(
              temporary, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent())) {
        out.writeUTF("commit");
      }
      context.rename(temporary, new Path(folder, "commit"), Options.Rename.NONE);
      recording.stop();
      recording.dump(recorded);
    }
    assertThat(directory.resolve("commit")).exists();
    assertThat(directory.resolve(".commit.crc")).exists();
    assertThat(RecordingFile.readAllEvents(recorded)).isEmpty();
  }

  @Test
  void permissionsAreThoseOfChmod() throws IOException {
    FileSystem files = FileSystem.get(directory.toUri(), hadoop);
    java.nio.file.Path folder = Files.createDirectory(directory.resolve("shared"));
    Files.setAttribute(folder, "unix:mode", 02770);
    files.setPermission(new Path(folder.toUri()), new FsPermission((short) 0755));
    assertThat((int) Files.getAttribute(folder, "unix:mode") & 07777).isEqualTo(02755);
    files.setPermission(new Path(folder.toUri()), new FsPermission((short) 01700));
    assertThat((int) Files.getAttribute(folder, "unix:mode") & 07777).isEqualTo(03700);
    assertThat(files.getFileStatus(new Path(folder.toUri())).getPermission().toShort())
        .isEqualTo((short) 01700);
  }

  @Test
  void filesAndLinksAreThoseOfHadoop() throws IOException {
    FileContext quick = FileContext.getFileContext(directory.toUri(), hadoop);
    Configuration stock = new Configuration();
    stock.set("fs.AbstractFileSystem.file.impl", LocalFs.class.getName());
    FileContext plain = FileContext.getFileContext(directory.toUri(), stock);
    java.nio.file.Path target = Files.writeString(directory.resolve("target"), "text");
    java.nio.file.Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    for (java.nio.file.Path file : List.of(directory, target, link)) {
      Path path = new Path(file.toUri());
      FileStatus status = quick.getFileLinkStatus(path);
      assertThat(status).isEqualTo(plain.getFileLinkStatus(path));
      assertThat(status.getLen()).isEqualTo(plain.getFileLinkStatus(path).getLen());
      assertThat(status.isSymlink()).isEqualTo(plain.getFileLinkStatus(path).isSymlink());
    }
    Path missing = new Path(directory.resolve("missing").toUri());
    assertThatThrownBy(() -> quick.getFileLinkStatus(missing))
        .isInstanceOf(FileNotFoundException.class);
  }
}
