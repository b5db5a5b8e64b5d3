package org.tokenquarry.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.source.SourceReader;
import org.tokenquarry.task.Refusal;

/**
 * The members of a tar archive, compressed by gzip or not. It is read once, from its beginning to
 * its end. A member that is larger than an image may be is passed over without memory for it.
 */
final class TarMembers implements Members {

  private final String archive;
  private final IntakeRules rules;
  private final WatchedStream file;

  private final TarArchiveInputStream tar;
  private final Set<String> names = new HashSet<>();

  /**
   * Opens an archive.
   *
   * @throws UnreadableSourceException if it cannot be opened
   */
  TarMembers(SourceReader reader, String archive, IntakeRules rules)
      throws UnreadableSourceException {
    this.archive = archive;
    this.rules = rules;
    try {
      this.file = new WatchedStream(reader.open(archive));
    } catch (IOException e) {
      throw new UnreadableSourceException(IntakeRefusals.unreachable(e), e);
    }
    try {
      this.tar = new TarArchiveInputStream(unzipped(), StandardCharsets.UTF_8.name());
    } catch (IOException e) {
      close(file);
      throw unreadable(e);
    }
  }

  private InputStream unzipped() throws IOException {
    return archive.toLowerCase(Locale.ROOT).endsWith(".tar") ? file : new GZIPInputStream(file);
  }

  @Override
  public Optional<Member> next() throws UnreadableSourceException {
    try {
      ArchiveEntry entry = tar.getNextEntry();
      while (entry != null && entry.isDirectory()) {
        entry = tar.getNextEntry();
      }
      return entry == null ? Optional.empty() : Optional.of(member(tar.getCurrentEntry()));
    } catch (IOException | RuntimeException e) {
      // What is no archive makes the parser throw anything.
      throw unreadable(e);
    }
  }

  private Member member(TarArchiveEntry entry) throws IOException {
    if (entry.isSymbolicLink()
        || entry.isLink()
        || entry.isBlockDevice()
        || entry.isCharacterDevice()
        || entry.isFIFO()) {
      return new Member.NoFile();
    }
    if (!rules.isImage(entry.getName())) {
      return new Member.NoImage();
    }
    String name = normal(entry.getName());
    String uri = archive + "#" + name;
    if (climbs(entry.getName())) {
      return new Member.Refused(uri, IntakeRefusals.unsafeName(entry.getName()));
    }
    if (!names.add(name)) {
      return new Member.Refused(uri, IntakeRefusals.duplicateName(name));
    }
    try {
      rules.limits().checkLength(entry.getSize());
    } catch (UnreadableImageException e) {
      return new Member.Refused(uri, Refusal.of(e, rules.limits()));
    }
    // The limit on bytes is below the longest array, or the read fails as it should.
    byte[] content = new byte[Math.toIntExact(entry.getSize())];
    if (tar.readNBytes(content, 0, content.length) < content.length) {
      throw new IOException("the archive ends within " + name);
    }
    return new Member.Content(uri, content);
  }

  /** The name without empty and single-dot parts. */
  private static String normal(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /** Whether a program that unpacks the member might write it outside of its folder. */
  private static boolean climbs(String name) {
    return name.startsWith("/") || List.of(name.split("/", -1)).contains("..");
  }

  private UnreadableSourceException unreadable(Exception e) {
    return new UnreadableSourceException(
        file.failed() ? IntakeRefusals.unreachable(e) : IntakeRefusals.brokenArchive(e), e);
  }

  @Override
  public void close() {
    close(tar);
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // Everything that was wanted was read.
      return;
    }
  }
}
