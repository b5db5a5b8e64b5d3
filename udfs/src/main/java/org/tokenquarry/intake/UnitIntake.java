package org.tokenquarry.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.image.DecodedImage;
import org.tokenquarry.image.ImageDecoder;
import org.tokenquarry.image.UnreadableImageException;
import org.tokenquarry.source.SourceChangedException;
import org.tokenquarry.source.SourceKind;
import org.tokenquarry.source.SourceReader;
import org.tokenquarry.source.SourceState;
import org.tokenquarry.task.Refusal;

/** Takes in the sources of one unit. Belongs to one thread. */
final class UnitIntake {

  private final Configuration hadoop;
  private final IntakeRules rules;
  private final PackRoll packs;
  private final SourceReader reader;
  private final ImageDecoder decoder;
  private final List<String> repeated = new ArrayList<>();
  private final List<RefusedImage> refused = new ArrayList<>();
  private final List<TakenSource> sources = new ArrayList<>();
  private long opened;
  private long bytesRead;

  UnitIntake(Configuration hadoop, IntakeRules rules, PackRoll packs) {
    this.hadoop = hadoop;
    this.rules = rules;
    this.packs = packs;
    this.reader = new SourceReader(hadoop);
    this.decoder = new ImageDecoder(rules.limits());
  }

  /**
   * Takes in a source.
   *
   * @throws IOException if a pack cannot be written
   */
  void take(ListedSource source) throws IOException {
    SourceTally tally = new SourceTally(source);
    if (source.kind() == SourceKind.IMAGE && source.state().length() > rules.limits().maxBytes()) {
      refuseByLength(source.uri(), source.state().length(), tally);
    } else {
      read(source, tally);
    }
    sources.add(tally.result());
  }

  private void read(ListedSource source, SourceTally tally) throws IOException {
    opened++;
    if (source.kind() == SourceKind.IMAGE) {
      readImage(source, tally);
    } else {
      readContainer(source, tally);
    }
  }

  private void readImage(ListedSource source, SourceTally tally) throws IOException {
    byte[] content;
    try {
      // One byte more than allowed is enough to refuse the file by its size.
      content = reader.read(source.uri(), rules.limits().maxBytes() + 1);
      if (content.length != source.state().length()) {
        tally.found(stateNow(source.uri(), content.length));
      }
    } catch (SourceChangedException e) {
      refuse(source.uri(), null, IntakeRefusals.changed(), tally);
      return;
    } catch (IOException e) {
      refuse(source.uri(), null, IntakeRefusals.unreachable(e), tally);
      return;
    }
    take(source.uri(), content, tally);
  }

  /** The bytes are those of a later state than that of the listing, if they are its bytes. */
  private SourceState stateNow(String uri, int length) throws IOException {
    SourceState now = reader.state(uri);
    if (now.length() != length && length <= rules.limits().maxBytes()) {
      throw new SourceChangedException(uri);
    }
    return now;
  }

  private void readContainer(ListedSource source, SourceTally tally) throws IOException {
    try (Members members = open(source)) {
      for (Optional<Member> next = members.next(); next.isPresent(); next = members.next()) {
        take(next.get(), tally);
      }
      if (changed(source)) {
        refuse(source.uri(), null, IntakeRefusals.changed(), tally);
      }
    } catch (UnreadableSourceException e) {
      // What was read before stays.
      refuse(source.uri(), null, e.refusal(), tally);
    }
  }

  private Members open(ListedSource source) throws UnreadableSourceException {
    return source.kind() == SourceKind.TAR
        ? new TarMembers(reader, source.uri(), rules)
        : new ParquetMembers(hadoop, source);
  }

  /** Whether the members may be those of several states of the file. */
  private boolean changed(ListedSource source) {
    try {
      return reader.state(source.uri()).length() != source.state().length();
    } catch (IOException e) {
      return true;
    }
  }

  private void take(Member member, SourceTally tally) throws IOException {
    if (member instanceof Member.Content image) {
      take(image.uri(), image.content(), tally);
    } else if (member instanceof Member.Refused image) {
      refuse(image.uri(), null, image.refusal(), tally);
    } else if (member instanceof Member.NoImage) {
      tally.ignored(rules.ofNames());
    } else {
      tally.ignored();
    }
  }

  /** Takes in the bytes of one image. */
  private void take(String uri, byte[] content, SourceTally tally) throws IOException {
    bytesRead += content.length;
    // A file over the limit was not read to its end, so its digest is not known.
    String id = content.length > rules.limits().maxBytes() ? null : Sha256.of(content);
    DecodedImage decoded;
    try {
      decoded = decoder.decode(content);
    } catch (UnreadableImageException e) {
      refuse(uri, id, Refusal.of(e, rules.limits()), tally);
      return;
    }
    tally.image(id);
    if (!packs.add(uri, id, content, decoded)) {
      repeated.add(uri);
    }
  }

  private void refuseByLength(String uri, long length, SourceTally tally) {
    try {
      rules.limits().checkLength(length);
      throw new IllegalArgumentException(length + " bytes are allowed");
    } catch (UnreadableImageException e) {
      refuse(uri, null, Refusal.of(e, rules.limits()), tally);
    }
  }

  private void refuse(String uri, String imageId, Refusal refusal, SourceTally tally) {
    refused.add(new RefusedImage(uri, imageId, refusal));
    tally.refused(refusal);
  }

  /**
   * Ends the packs and tells what was found.
   *
   * @param unit number of the unit
   * @throws IOException if a pack cannot be written
   */
  TakenUnit result(int unit) throws IOException {
    return new TakenUnit(unit, packs.finish(), repeated, refused, sources, opened, bytesRead);
  }
}
