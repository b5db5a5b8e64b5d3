package org.tokenquarry.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.image.DecodedImage;
import org.tokenquarry.pack.PackLimits;
import org.tokenquarry.pack.PackWriter;

/**
 * Writes images into one pack after the other, each content once. If the task fails, no file is
 * left. Belongs to one thread.
 */
final class PackRoll implements AutoCloseable {

  private final Configuration hadoop;
  private final Path directory;
  private final PackLimits limits;
  private final Set<String> seen = new HashSet<>();
  private final List<TakenPack> finished = new ArrayList<>();
  private PackWriter writer;
  private List<TakenImage> images = new ArrayList<>();
  private boolean handedOver;

  /**
   * Writes nothing yet.
   *
   * @param directory of the packs
   */
  PackRoll(Configuration hadoop, Path directory, PackLimits limits) {
    this.hadoop = hadoop;
    this.directory = directory;
    this.limits = limits;
  }

  /**
   * Adds an image.
   *
   * @return whether it was written; false if its content was added before
   */
  boolean add(String uri, String imageId, byte[] content, DecodedImage decoded) throws IOException {
    if (!seen.add(imageId)) {
      return false;
    }
    if (writer != null && !writer.fits(content.length)) {
      roll();
    }
    if (writer == null) {
      writer = new PackWriter(hadoop, directory, limits);
    }
    images.add(
        new TakenImage(
            imageId,
            uri,
            writer.add(imageId, content),
            content.length,
            decoded.image().width(),
            decoded.image().height(),
            decoded.format()));
    return true;
  }

  private void roll() throws IOException {
    if (writer != null) {
      List<TakenImage> written = images;
      writer.finish().ifPresent(pack -> finished.add(new TakenPack(pack, written)));
      writer = null;
      images = new ArrayList<>();
    }
  }

  /** Ends the last pack. From now on the files belong to the caller. */
  List<TakenPack> finish() throws IOException {
    roll();
    handedOver = true;
    return List.copyOf(finished);
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
    if (!handedOver) {
      for (TakenPack pack : finished) {
        Path file = new Path(directory, pack.pack().file().name());
        file.getFileSystem(hadoop).delete(file, false);
      }
    }
  }
}
