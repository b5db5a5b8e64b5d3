package org.tokenquarry.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.tokenquarry.source.LocalUri;
import org.tokenquarry.source.SourceState;

/**
 * A place on a local disk. Java reads it, because Hadoop silently skips names that are not UTF-8.
 */
final class LocalPlace implements Place {

  private static final String HADOOPS_CHECKSUM = ".crc";

  private final Path path;
  private final BasicFileAttributes attributes;

  /**
   * Looks at a path.
   *
   * @throws java.nio.file.NoSuchFileException if nothing is there
   */
  LocalPlace(Path path) throws IOException {
    this.path = path;
    this.attributes = Files.readAttributes(path, BasicFileAttributes.class);
  }

  @Override
  public String uri() {
    return LocalUri.of(path);
  }

  @Override
  public boolean isFolder() {
    return attributes.isDirectory();
  }

  @Override
  public boolean holds(String name) {
    return Files.exists(path.resolve(name));
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(path);
  }

  @Override
  public SourceState state() {
    return SourceState.of(attributes);
  }

  @Override
  public void walk(Visitor visitor) throws IOException {
    Files.walkFileTree(
        path,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path found, BasicFileAttributes there) {
            String uri = LocalUri.of(found);
            if (!isChecksum(uri)) {
              visitor.file(uri, SourceState.of(there));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path found, IOException reason) {
            // A link to a parent folder: the walk visits its files anyway.
            if (!(reason instanceof FileSystemLoopException)) {
              visitor.closed(LocalUri.of(found));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Whether Hadoop wrote the file as the checksum of another one. Hadoop does not list these
   * either.
   */
  private static boolean isChecksum(String uri) {
    return uri.startsWith(".", uri.lastIndexOf('/') + 1) && uri.endsWith(HADOOPS_CHECKSUM);
  }
}
