package org.tokenquarry.intake;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.pack.Pack;
import org.tokenquarry.pack.PackLimits;
import org.tokenquarry.pack.PackReader;
import org.tokenquarry.pack.PackSlice;
import org.tokenquarry.pack.PackWriter;
import org.tokenquarry.pack.PackedImage;

/**
 * Copies some images of a pack to a new pack. One image at a time is in memory.
 *
 * @param hadoop settings of file systems
 * @param contents directory of the packs
 */
public record Repack(SerializableConfiguration hadoop, String contents)
    implements Function<PackSlice, Pack> {

  private static final long serialVersionUID = 1L;

  /** All images stood in one pack, so they fit into one. */
  private static final PackLimits ANY = new PackLimits(Long.MAX_VALUE, Integer.MAX_VALUE);

  @Override
  public Pack call(PackSlice slice) throws IOException {
    Configuration conf = hadoop.value();
    try (PackReader images = new PackReader(conf, slice);
        PackWriter writer = new PackWriter(conf, new Path(contents), ANY)) {
      while (images.hasNext()) {
        PackedImage image = images.next();
        writer.add(image.imageId(), image.content());
      }
      return writer.finish().orElseThrow();
    }
  }
}
