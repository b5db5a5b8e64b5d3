package org.tokenquarry.model;

import java.io.Serializable;

/**
 * How many sequences and images go through the model at once. Influences speed and memory; of
 * results only the last bits.
 *
 * <p>The library chooses the order of its sums by the shape of a matrix, so a sequence's last bits
 * can depend on how many sequences are in its batch. But no result may depend on how images are
 * divided among tasks. With batches of one image the shapes depend on that image alone. With
 * batches across images, copies of a sequence fill a batch up to a shape that does not matter:
 *
 * <ul>
 *   <li>on a CPU at least {@link #LEAST} sequences: from there on the size changes no bit;
 *   <li>on a GPU always the same number, so that equal lengths have equal shapes.
 * </ul>
 *
 * @param sequences the most sequences in a batch of the exhaustive engine, at least 1
 * @param bytes memory for a batch of the cascade or of an evaluation, in bytes; a sequence counts
 *     as tokens x layers x hidden x 4 bytes
 * @param images how many images the cascade examines together; 0: as many as suit the device
 */
public record Batching(int sequences, long bytes, int images) implements Serializable {

  /**
   * With fewer rows a CPU's matrix product takes other paths, which round differently. Measured
   * with the MKL of libtorch; a test holds it.
   */
  static final int LEAST = 4;

  private static final int IMAGES_ON_GPU = 16;

  private static final long serialVersionUID = 1L;

  /** Batches of one image. */
  public Batching(int sequences, long bytes) {
    this(sequences, bytes, 1);
  }

  /**
   * The same with as many images as suit a device where none were given: a GPU computes many short
   * sequences as fast as a few, a CPU does not.
   */
  public Batching on(ModelDevice device) {
    int suiting = device.isGpu() ? IMAGES_ON_GPU : 1;
    return images > 0 ? this : new Batching(sequences, bytes, suiting);
  }

  /** Whether batches hold sequences of several images. */
  public boolean acrossImages() {
    return images > 1;
  }

  /**
   * How many sequences of one length fit into the memory; depends only on the model and the length.
   *
   * @param length tokens of a sequence
   * @return at least 1
   */
  public int sequences(BundleManifest manifest, int length) {
    return sequences(manifest.layers(), manifest.hidden(), length);
  }

  /**
   * The same for a model of which only the sizes are known.
   *
   * @param layers of the decoder
   * @param hidden width of the decoder
   * @param length tokens of a sequence
   * @return at least 1
   */
  public int sequences(int layers, int hidden, int length) {
    long each = (long) length * layers * hidden * Float.BYTES;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / each));
  }

  /**
   * The size of the batches that some sequences form.
   *
   * @param count of the sequences
   * @param fitting how many fit into the memory, at least 1
   * @return at least 1
   */
  public int size(ModelDevice device, int count, int fitting) {
    if (!acrossImages() || device.isGpu()) {
      return fitting;
    }
    int most = Math.max(LEAST, fitting);
    int batches = Math.max(1, (count + most - 1) / most);
    // Equal batches, so that the last one needs no copies.
    return Math.max(1, (count + batches - 1) / batches);
  }

  /**
   * How many sequences a batch is computed with: those asked for and copies of one of them.
   *
   * @param asked sequences whose results are wanted, at least 1
   * @param size of a full batch, at least {@code asked}
   * @return at least {@code asked}
   */
  public int filled(ModelDevice device, int asked, int size) {
    if (!acrossImages()) {
      return asked;
    }
    return device.isGpu() ? size : Math.max(asked, LEAST);
  }

  /**
   * How many whole images a call gets: those asked for and copies of one of them. On a CPU results
   * have the same bits in any number, because every image has many rows.
   *
   * @param asked images whose results are wanted, at least 1
   * @param size of a full batch, at least {@code asked}
   * @return at least {@code asked}
   */
  public int filledImages(ModelDevice device, int asked, int size) {
    return device.isGpu() ? size : asked;
  }
}
