package org.tokenquarry.pack;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** How the rows of a file are arranged. It decides how much memory a writer and a reader need. */
public enum FileLayout {

  /**
   * Files of images. Compressed already, so nothing is gained by more. The size of a row group is
   * checked at every row, so a group holds 4 MiB or a single image, and a reader needs no more. A
   * page holds a single image: who wants some images of a pack reads little else.
   */
  IMAGES(CompressionCodecName.UNCOMPRESSED, 4L << 20, 64 << 10, 1, 1),

  /** Results and other rows without large values. */
  RESULTS(CompressionCodecName.SNAPPY, 32L << 20, 1 << 20, 20_000, 100);

  private final CompressionCodecName codec;
  private final long rowGroupBytes;
  private final int pageBytes;
  private final int rowsOfPage;
  private final int rowsBetweenChecks;

  FileLayout(
      CompressionCodecName codec,
      long rowGroupBytes,
      int pageBytes,
      int rowsOfPage,
      int rowsBetweenChecks) {
    this.codec = codec;
    this.rowGroupBytes = rowGroupBytes;
    this.pageBytes = pageBytes;
    this.rowsOfPage = rowsOfPage;
    this.rowsBetweenChecks = rowsBetweenChecks;
  }

  CompressionCodecName codec() {
    return codec;
  }

  long rowGroupBytes() {
    return rowGroupBytes;
  }

  int pageBytes() {
    return pageBytes;
  }

  /** The reader finds rows by the pages of their positions, so these pages must be small too. */
  int rowsOfPage() {
    return rowsOfPage;
  }

  int rowsBetweenChecks() {
    return rowsBetweenChecks;
  }
}
