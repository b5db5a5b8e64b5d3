package org.tokenquarry.jobs.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/**
 * The directory for all temporary files of one process: blocks and shuffles of Spark, unpacked
 * native libraries. Its name has the machine and the process, {@code tokenquarry-run-HOST-PID}. A
 * process that was killed leaves it behind, and the next one on the same machine removes it.
 *
 * <p>A living process holds a lock on a file in it. The system takes the lock away when the process
 * ends, however it does. So neither a number that another process has got meanwhile nor a container
 * that counts processes of its own leads to a wrong removal.
 */
public final class RunDirectory {

  private static final String PREFIX = "tokenquarry-run-";
  private static final String SPARK = "-spark";
  private static final String LOCK = "lock";

  /** So long a process may take from making its directory to locking it. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private final Path path;
  private final FileChannel channel;

  private RunDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the directory of this process, for the user alone.
   *
   * @param parent usually the temporary directory of the machine
   * @throws IOException if it cannot be made there
   */
  public static RunDirectory in(Path parent) throws IOException {
    return in(parent, "");
  }

  /** The same for Spark's files alone, where the user has chosen their place. */
  static RunDirectory ofSpark(Path parent) throws IOException {
    return in(parent, SPARK);
  }

  private static RunDirectory in(Path parent, String end) throws IOException {
    Path path = parent.resolve(PREFIX + host() + "-" + ProcessHandle.current().pid() + end);
    try {
      create(path);
    } catch (FileAlreadyExistsException e) {
      // Of a process that had this number before.
      FileUtils.deleteDirectory(path.toFile());
      create(path);
    }
    FileChannel channel =
        FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel.lock();
    return new RunDirectory(path, channel);
  }

  private static void create(Path path) throws IOException {
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Removes it with all that is in it. The process needs no temporary file any more. */
  public void remove() {
    FileUtils.deleteQuietly(path.toFile());
    try {
      channel.close();
    } catch (IOException e) {
      // The system gives the lock back when the process ends.
    }
  }

  /**
   * Removes the directories of processes of this machine that live no more. What cannot be removed,
   * such as those of other users, stays.
   *
   * @param parent where {@link #in} was called
   */
  public static void removeDead(Path parent) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + host() + "-*")) {
      for (Path each : all) {
        removeIfDead(each);
      }
    } catch (IOException e) {
      // Nobody waits for the room; the next run tries again.
    }
  }

  private static void removeIfDead(Path directory) throws IOException {
    String pid = directory.toString().replaceFirst(SPARK + "$", "").replaceFirst(".*-", "");
    Instant made = Files.getLastModifiedTime(directory).toInstant();
    boolean mayBeYoung = made.plus(YOUNG).isAfter(Instant.now());
    if (!pid.matches("\\d{1,18}")
        || Long.parseLong(pid) == ProcessHandle.current().pid()
        || (mayBeYoung && ProcessHandle.of(Long.parseLong(pid)).isPresent())) {
      return;
    }
    Path lock = directory.resolve(LOCK);
    if (!Files.exists(lock)) {
      FileUtils.deleteQuietly(directory.toFile());
      return;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      if (locked(channel).isPresent()) {
        FileUtils.deleteQuietly(directory.toFile());
      }
    } catch (IOException e) {
      // Another user's, or removed by another process just now.
    }
  }

  private static Optional<FileLock> locked(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // This process holds it.
    }
  }

  /** Without asking a name server, which may take long. */
  private static String host() {
    return hostName().replaceAll("[^A-Za-z0-9.-]", "_");
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }
}
