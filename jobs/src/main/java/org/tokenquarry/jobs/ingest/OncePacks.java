package org.tokenquarry.jobs.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.intake.Repack;
import org.tokenquarry.intake.TakenImage;
import org.tokenquarry.intake.TakenPack;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.pack.Pack;
import org.tokenquarry.pack.PackSlice;

/**
 * Sees to it that each content is stored once. Tasks do not know what others write at the same
 * time, or what the warehouse holds. So a pack may have images that are known; then the others are
 * copied to a new pack, by a task.
 */
final class OncePacks {

  private final Warehouse warehouse;
  private final Path contents;

  OncePacks(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.contents = new Path(warehouse.path(Tables.CONTENTS));
  }

  /**
   * Packs with the images that are new, in their order.
   *
   * @param packs not committed yet
   * @param known contents that are known; those of the packs are added
   */
  List<TakenPack> withoutKnown(Stream<TakenPack> packs, DigestSet known) {
    List<TakenPack> fresh = new ArrayList<>();
    List<TakenPack> mixed = new ArrayList<>();
    List<PackSlice> copied = new ArrayList<>();
    for (Iterator<TakenPack> all = packs.iterator(); all.hasNext(); ) {
      TakenPack pack = all.next();
      List<TakenImage> images =
          pack.images().stream().filter(image -> known.add(image.imageId())).toList();
      if (images.size() == pack.images().size()) {
        fresh.add(pack);
        continue;
      }
      fresh.add(new TakenPack(null, images));
      mixed.add(pack);
      copied.add(slice(pack, images));
    }
    if (!mixed.isEmpty()) {
      replace(fresh, copied);
      mixed.forEach(this::delete);
    }
    return fresh.stream().filter(pack -> !pack.images().isEmpty()).toList();
  }

  private PackSlice slice(TakenPack pack, List<TakenImage> images) {
    return new PackSlice(
        new Path(contents, pack.pack().file().name()).toString(),
        pack.pack().file().bytes(),
        images.stream().mapToInt(TakenImage::position).toArray(),
        images.stream().mapToLong(TakenImage::bytes).sum());
  }

  /** Copies, and puts the copies where no pack is yet. */
  private void replace(List<TakenPack> fresh, List<PackSlice> copied) {
    Iterator<Pack> copies = copies(copied.stream().filter(slice -> slice.images() > 0).toList());
    fresh.replaceAll(
        pack ->
            pack.pack() == null && !pack.images().isEmpty()
                ? new TakenPack(copies.next(), numbered(pack.images()))
                : pack);
  }

  /** One for each pack of a commit. */
  private Iterator<Pack> copies(List<PackSlice> slices) {
    if (slices.isEmpty()) {
      return List.<Pack>of().iterator();
    }
    Repack repack =
        new Repack(
            new SerializableConfiguration(warehouse.spark().sessionState().newHadoopConf()),
            contents.toString());
    return JavaSparkContext.fromSparkContext(warehouse.spark().sparkContext())
        .parallelize(slices, slices.size())
        .map(repack)
        .collect()
        .iterator();
  }

  private static List<TakenImage> numbered(List<TakenImage> images) {
    List<TakenImage> numbered = new ArrayList<>(images.size());
    images.forEach(image -> numbered.add(image.at(numbered.size())));
    return numbered;
  }

  private void delete(TakenPack pack) {
    Path file = new Path(contents, pack.pack().file().name());
    try {
      file.getFileSystem(warehouse.spark().sessionState().newHadoopConf()).delete(file, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
