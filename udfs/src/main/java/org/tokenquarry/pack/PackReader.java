package org.tokenquarry.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.IntColumn;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/**
 * Reads images of a pack, one at a time. Only the pages that hold them are read, and no more than a
 * row group is in memory. Belongs to one thread.
 */
public final class PackReader implements Iterator<PackedImage>, AutoCloseable {

  private static final IntColumn POSITION = FilterApi.intColumn(PackWriter.POSITION);

  private final PackSlice slice;
  private final ParquetReader<Group> reader;
  private Group next;
  private int read;

  /**
   * Opens a pack.
   *
   * @param hadoop says how its file system is reached
   * @throws UncheckedIOException if it cannot be read
   */
  public PackReader(Configuration hadoop, PackSlice slice) {
    this.slice = slice;
    try {
      this.reader =
          new Builder(input(hadoop, slice))
              .withConf(hadoop)
              .withFilter(FilterCompat.get(wanted(slice.positions())))
              .build();
      advance();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The size is known, so the file system need not be asked for it. */
  private static InputFile input(Configuration hadoop, PackSlice slice) throws IOException {
    FileStatus status = new FileStatus(slice.fileBytes(), false, 1, 0, 0, new Path(slice.file()));
    return HadoopInputFile.fromStatus(status, hadoop);
  }

  /**
   * One condition for each run of positions. Parquet would read all pages between those of a set.
   */
  private static FilterPredicate wanted(int[] positions) {
    List<FilterPredicate> runs = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= positions.length; i++) {
      if (i == positions.length || positions[i] != positions[i - 1] + 1) {
        runs.add(
            FilterApi.and(
                FilterApi.gtEq(POSITION, positions[first]),
                FilterApi.ltEq(POSITION, positions[i - 1])));
        first = i;
      }
    }
    return any(runs);
  }

  /** Balanced, because Parquet walks through it by recursion. */
  private static FilterPredicate any(List<FilterPredicate> some) {
    int half = some.size() / 2;
    return half == 0
        ? some.get(0)
        : FilterApi.or(any(some.subList(0, half)), any(some.subList(half, some.size())));
  }

  private void advance() throws IOException {
    next = reader.read();
    if (next == null && read < slice.images()) {
      throw new IOException("it holds " + read + " of " + slice.images() + " images");
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public PackedImage next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Group image = next;
    read++;
    try {
      advance();
    } catch (IOException e) {
      throw unreadable(e);
    }
    return new PackedImage(
        image.getString(PackWriter.IMAGE_ID, 0),
        image.getInteger(PackWriter.POSITION, 0),
        image.getBinary(PackWriter.CONTENT, 0).getBytesUnsafe());
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("the pack " + slice.file() + " cannot be read", e);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static final class Builder extends ParquetReader.Builder<Group> {

    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
